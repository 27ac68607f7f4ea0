import type { Json } from "./json.ts";
import { apiVersionOf, resources } from "./resources.ts";

const shortNames: Readonly<Record<string, readonly string[]>> = {
  pods: ["po"],
  nodes: ["no"],
  namespaces: ["ns"],
  services: ["svc"],
  serviceaccounts: ["sa"],
  configmaps: ["cm"],
  events: ["ev"],
  daemonsets: ["ds"],
  networkpolicies: ["netpol"],
  customresourcedefinitions: ["crd", "crds"],
  securitygrouppolicies: ["sgp"],
  cninodes: ["cnd"],
};

const verbs = ["get", "list", "watch"];

/** What kubectl asks before its first request; `null` for a path that is none of discovery's. */
export function discoveryAnswer(path: string): Json | null {
  if (path === "/version") return { major: "1", minor: "36", gitVersion: "v1.36.2-lab", platform: "linux/amd64" };
  if (path === "/api") return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] };
  if (path === "/apis") return { kind: "APIGroupList", apiVersion: "v1", groups: groupList() };
  const groupVersion = /^\/(?:api|apis)\/(.+)$/.exec(path)?.[1];
  const served = resources.filter((resource) => apiVersionOf(resource) === groupVersion);
  if (served.length === 0) return null;
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion,
    resources: served.map(({ plural, kind, namespaced }) => ({
      name: plural,
      singularName: kind.toLowerCase(),
      namespaced,
      kind,
      verbs,
      ...(shortNames[plural] ? { shortNames: shortNames[plural] } : {}),
    })),
  };
}

function groupList(): Json[] {
  const groups = new Map(resources.filter(({ group }) => group !== "").map(({ group }) => [group, new Set<string>()]));
  for (const { group, version } of resources) groups.get(group)?.add(version);
  return [...groups].map(([name, versions]) => {
    const entries = [...versions].map((version) => ({ groupVersion: `${name}/${version}`, version }));
    return { name, versions: entries, preferredVersion: entries[0] };
  });
}
