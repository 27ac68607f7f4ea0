import type { CniConfig } from "../observed.ts";
import type { Draft } from "./draft.ts";
import type { Given } from "./ip-json.ts";
import type { Where } from "./ipamd.ts";
import { isObject, numberOf, textOf } from "./values.ts";

/** `/etc/cni/net.d/10-aws.conflist`: of its plugins the one of type `aws-cni`. */
export function takeConflist(value: unknown, where: Where, draft: Draft): Given | null {
  if (!isObject(value) || !Array.isArray(value.plugins)) return null;
  const found = value.plugins.filter(isObject).filter(({ type }) => type === "aws-cni");
  for (const plugin of found) {
    const { podSGEnforcingMode: mode, vethPrefix: prefix, mtu } = plugin;
    const enforcingMode = textOf(mode);
    const vethPrefix = textOf(prefix);
    const size = textOf(mtu) ?? numberOf(mtu)?.toString();
    const config: Omit<CniConfig, "lines"> = {
      ...(enforcingMode !== undefined && { enforcingMode }),
      ...(vethPrefix !== undefined && { vethPrefix }),
      ...(size !== undefined && { mtu: size }),
    };
    draft.configs.push({
      ...config,
      lines: where("podSGEnforcingMode", { type: "aws-cni", podSGEnforcingMode: mode, vethPrefix: prefix, mtu }),
    });
  }
  return { what: "cni-conflist", count: found.length };
}

/** The same as a conflist. */
export function printConflist(configs: readonly Omit<CniConfig, "lines">[]): string {
  return JSON.stringify({
    name: "aws-cni",
    plugins: configs.map(({ enforcingMode, vethPrefix, mtu }) => ({
      type: "aws-cni",
      podSGEnforcingMode: enforcingMode,
      vethPrefix,
      mtu,
    })),
  });
}
