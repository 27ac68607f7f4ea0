import type { Verdict } from "../reachability/flow.ts";
import type { Reachability } from "../reachability/reachability.ts";
import { type CarriedPod, isIpv6 } from "./carried-pods.ts";
import { type DnsEndpoint, dnsEndpoints } from "./dns-endpoints.ts";
import type { Mode } from "./mode.ts";
import { reachabilityOf } from "./reach.ts";
import type { World } from "./world.ts";

export const dnsProtocols = ["udp", "tcp"] as const;
export type DnsProtocol = (typeof dnsProtocols)[number];

/** The way from one pod to one endpoint. */
export interface DnsPath {
  readonly endpoint: DnsEndpoint;
  readonly egress: Verdict;
  readonly ingress: Verdict;
}

export interface DnsPaths {
  /** The ways from a pod to every endpoint of its address family; `null`: all of them are open. */
  from(pod: CarriedPod, mode: Mode | null, protocol: DnsProtocol): readonly DnsPath[] | null;
}

/** What security groups leave open between pods and CoreDNS. */
export function dnsPaths(world: World): DnsPaths {
  return world.shared("dns-paths", (shared) => createDnsPaths(dnsEndpoints(shared), reachabilityOf(shared)));
}

function createDnsPaths(all: readonly DnsEndpoint[], reachability: Reachability): DnsPaths {
  const byFamily = [all.filter(({ ip }) => !isIpv6(ip)), all.filter(({ ip }) => isIpv6(ip))] as const;
  const egresses = new Map<string, readonly Verdict[]>();

  /** Whether pods with these groups may send to each endpoint: their own address does not matter. */
  function egressesOf(groupIds: readonly string[], protocol: DnsProtocol, family: 0 | 1): readonly Verdict[] {
    const key = `${protocol} ${family} ${groupIds.join(",")}`;
    const known =
      egresses.get(key) ??
      byFamily[family].map(
        (endpoint) =>
          reachability.decide(groupIds, {
            direction: "egress",
            protocol,
            port: endpoint.ports[protocol],
            peer: { ip: endpoint.ip, groupIds: endpoint.groupIds },
          }).verdict,
      );
    egresses.set(key, known);
    return known;
  }

  return {
    from(pod, mode, protocol) {
      const family = isIpv6(pod.ip) ? 1 : 0;
      const { groupIds } = pod.branch;
      const egress = egressesOf(groupIds, protocol, family);
      const peer = { ip: pod.ip, groupIds };
      const ingresses = new Map<string, Verdict>();
      const ingressOf = ({ groupIds: own, ports }: DnsEndpoint): Verdict => {
        const key = `${ports[protocol]} ${own?.join(",")}`;
        const known =
          ingresses.get(key) ??
          reachability.decide(own, { direction: "ingress", protocol, port: ports[protocol], peer }).verdict;
        ingresses.set(key, known);
        return known;
      };
      let isOpen = true;
      const paths = byFamily[family].map((endpoint, index): DnsPath => {
        const path = { endpoint, egress: egress[index] ?? "unknown", ingress: ingressOf(endpoint) };
        const isNear = endpoint.nodeName !== null && endpoint.nodeName === pod.item.nodeName;
        const seen = isNear ? nearby(path, mode) : path;
        if (seen.egress !== "allow" || seen.ingress !== "allow") isOpen = false;
        return seen;
      });
      return isOpen ? null : paths;
    },
  };
}

/** In standard mode traffic within a node passes no security group (domain 3.4). */
function nearby(path: DnsPath, mode: Mode | null): DnsPath {
  if (mode === "strict") return path;
  if (mode === "standard") return { ...path, egress: "allow", ingress: "allow" };
  return { ...path, egress: atMostUnknown(path.egress), ingress: atMostUnknown(path.ingress) };
}

function atMostUnknown(verdict: Verdict): Verdict {
  return verdict === "deny" ? "unknown" : verdict;
}
