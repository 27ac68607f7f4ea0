import type { Item } from "../recording/collections.ts";
import { enforcedGroups } from "./groups-of.ts";
import { isLive } from "./pods.ts";
import type { World } from "./world.ts";

/** A CoreDNS pod that answers, and the security groups in front of it. */
export interface DnsEndpoint {
  readonly ip: string;
  readonly nodeName: string | null;
  readonly interfaceId: string | null;
  /** `null`: it is not known which ENI carries it. */
  readonly groupIds: readonly string[] | null;
  readonly ports: { readonly udp: number; readonly tcp: number };
}

const dnsPort = 53;

/** The endpoints of kube-system/kube-dns; where endpoint slices are not read, the ready pods that its selector names. */
export function dnsEndpoints(world: World): readonly DnsEndpoint[] {
  return world.shared("dns-endpoints", (shared) =>
    shared.wasRead("endpointSlices") ? fromSlices(shared) : fromPods(shared),
  );
}

function fromSlices(world: World): DnsEndpoint[] {
  const found: DnsEndpoint[] = [];
  for (const slice of world.items("endpointSlices").values()) {
    if (slice.namespace !== "kube-system" || slice.service !== "kube-dns") continue;
    const ports = portsOf(slice);
    for (const { addresses, ready, nodeName, target } of slice.endpoints) {
      const [ip] = addresses;
      if (ip === undefined || ready === false) continue;
      const podId = target?.kind === "Pod" ? `pod/${target.namespace ?? slice.namespace}/${target.name}` : undefined;
      found.push(endpointOf(world, { ip, nodeName, podId, ports }));
    }
  }
  return found.sort(byIp);
}

function fromPods(world: World): DnsEndpoint[] {
  const found: DnsEndpoint[] = [];
  for (const [id, pod] of world.items("pods")) {
    if (pod.namespace !== "kube-system" || pod.labels["k8s-app"] !== "kube-dns") continue;
    const isReady = pod.conditions.some(({ type, status }) => type === "Ready" && status === "True");
    if (!isLive(pod) || !isReady || pod.podIp === undefined) continue;
    const ports = { udp: dnsPort, tcp: dnsPort };
    found.push(endpointOf(world, { ip: pod.podIp, nodeName: pod.nodeName, podId: `pod/${id}`, ports }));
  }
  return found.sort(byIp);
}

interface Found {
  readonly ip: string;
  readonly nodeName: string | undefined;
  readonly podId: string | undefined;
  readonly ports: DnsEndpoint["ports"];
}

function endpointOf(world: World, { ip, nodeName, podId, ports }: Found): DnsEndpoint {
  const pod = world.resource("pod", podId);
  const isItsPod = pod !== undefined && (pod.ip === ip || pod.ips?.includes(ip) === true);
  const interfaceId = isItsPod ? pod.interfaceId : null;
  return {
    ip,
    nodeName: nodeName ?? pod?.nodeName ?? null,
    interfaceId,
    groupIds: enforcedGroups(interfaceId, world),
    ports,
  };
}

/** A slice may also carry the port of the metrics: that of DNS has the number of the UDP port, or says so in its name. */
function portsOf({ ports = [] }: Item<"endpointSlices">): DnsEndpoint["ports"] {
  const udp = ports.find(({ protocol }) => protocol === "UDP")?.port ?? dnsPort;
  const overTcp = ports.filter(({ protocol = "TCP" }) => protocol === "TCP");
  const tcp = overTcp.find(({ name }) => name?.startsWith("dns")) ?? overTcp.find(({ port }) => port === udp);
  return { udp, tcp: tcp?.port ?? dnsPort };
}

function byIp(a: DnsEndpoint, b: DnsEndpoint): number {
  return a.ip < b.ip ? -1 : 1;
}
