import { textIn } from "./fields.ts";

const kept: Readonly<Record<string, ReadonlySet<string>>> = {
  "amazon-vpc-cni": new Set([
    "branch-eni-cooldown",
    "enable-network-policy-controller",
    "enable-windows-ipam",
    "enable-windows-prefix-delegation",
    "warm-prefix-target",
    "warm-ip-target",
    "minimum-ip-target",
    "windows-warm-prefix-target",
    "windows-warm-ip-target",
    "windows-minimum-ip-target",
  ]),
};

/**
 * What is kept of a ConfigMap's data (domain 1.7, 1.10). Of `kube-proxy-config` it is the proxy's `mode` alone, under that key
 * (`""` = the default, iptables); of `coredns` nothing but that it exists, since a Corefile may hold credentials.
 */
export function configMapData(name: string, data: Readonly<Record<string, unknown>>): Record<string, string> {
  if (name === "kube-proxy-config") return proxyMode(textIn(data["config"]));
  const keys = kept[name];
  const entries = Object.entries(data).filter(([key, value]) => keys?.has(key) && typeof value === "string");
  return Object.fromEntries(entries) as Record<string, string>;
}

function proxyMode(config: string | undefined): Record<string, string> {
  if (config === undefined) return {};
  const mode = /^mode:[ \t]*["']?([A-Za-z]*)["']?[ \t]*(?:#.*)?$/m.exec(config)?.[1];
  return { mode: mode ?? "" };
}
