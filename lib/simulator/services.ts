import type { Item } from "../recording/collections.ts";
import { uuid } from "./names.ts";
import type { Pod, Workload } from "./state.ts";
import { put, type World } from "./world.ts";

/** Endpoints per slice, the default of the endpoint slice controller. */
const perSlice = 100;

/** The Service in front of a workload. */
export function addService(world: World, workload: Workload): void {
  const { namespace, name, port = 80, labels = {} } = workload.spec;
  const isDns = workload.key === "kube-system/coredns";
  const serviceName = isDns ? "kube-dns" : name;
  const number = world.serviceIps++;
  const protocols = isDns ? ["UDP", "TCP"] : ["TCP"];
  put(world, "services", `${namespace}/${serviceName}`, {
    namespace,
    name: serviceName,
    uid: uuid(world.random),
    createdAt: workload.createdAt,
    labels: { "app.kubernetes.io/name": name },
    annotations: {},
    type: "ClusterIP",
    clusterIps: [isDns ? "172.20.0.10" : `172.20.${(number >> 8) & 255}.${number & 255}`],
    selector: { "app.kubernetes.io/name": name, ...labels },
    ports: protocols.map((protocol) => ({
      name: isDns ? (protocol === "UDP" ? "dns" : "dns-tcp") : "main",
      protocol,
      port: isDns ? 53 : 80,
      targetPort: port,
    })),
  });
}

/** Writes the endpoint slices of a workload's Service: its pods that have an address. */
export function saveEndpoints(world: World, workload: Workload): void {
  const { namespace, name, port = 80 } = workload.spec;
  const isDns = workload.key === "kube-system/coredns";
  const service = isDns ? "kube-dns" : name;
  const pods = [...workload.pods].filter((pod) => pod.ip !== null && pod.finishedAt === null);
  const slices = Math.max(1, Math.ceil(pods.length / perSlice));
  const protocols = isDns ? ["UDP", "TCP"] : ["TCP"];
  for (let index = 0; index < slices; index++) {
    const sliceName = `${service}-${workload.uid.slice(0, 4)}${index}`;
    put(world, "endpointSlices", `${namespace}/${sliceName}`, {
      namespace,
      name: sliceName,
      createdAt: workload.createdAt,
      labels: { "kubernetes.io/service-name": service },
      annotations: {},
      service,
      addressType: "IPv4",
      endpoints: pods.slice(index * perSlice, (index + 1) * perSlice).map(endpointOf),
      ports: protocols.map((protocol) => ({
        name: isDns ? (protocol === "UDP" ? "dns" : "dns-tcp") : "main",
        protocol,
        port,
      })),
    });
  }
  for (let index = slices; ; index++) {
    const id = `${namespace}/${service}-${workload.uid.slice(0, 4)}${index}`;
    if (!world.items.endpointSlices.has(id)) return;
    put(world, "endpointSlices", id, null);
  }
}

function endpointOf(pod: Pod): Item<"endpointSlices">["endpoints"][number] {
  return {
    addresses: [pod.ip ?? ""],
    ready: pod.ready,
    ...(pod.node ? { nodeName: pod.node.name } : {}),
    target: { kind: "Pod", namespace: pod.namespace, name: pod.name, uid: pod.uid },
  };
}
