import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Item } from "../recording/collections.ts";
import { readRecording } from "../recording/ndjson.ts";
import type { Observation } from "../recording/observation.ts";
import { observationAt, type Recording, spanOf } from "../recording/recording.ts";
import { buildTopology } from "../topology/topology.ts";
import { type Comparison, compareNode } from "./compare.ts";
import type { HostFinding } from "./finding.ts";
import { hostFindings } from "./findings.ts";
import type { Judged } from "./judged.ts";
import { type NodeView, viewNode } from "./node-view.ts";
import { type HostFile, type HostReading, readHost } from "./read-host.ts";

const root = join(import.meta.dirname, "../..");

/** The article's cluster, and what its author pasted of the node. */
export const seed = {
  instance: "i-01ac2403f4932c7ee",
  observation: lastOf(
    readRecording(readFileSync(join(root, "public/recordings/ironman-2022.ndjson"), "utf8")).recording,
  ),
  addresses: seedFile("ip-a.txt"),
  routes: seedFile("ip-route-show-table-all.txt"),
};

function seedFile(name: string): HostFile {
  return { name, text: readFileSync(join(root, "e2e/fixtures/host/ironman-2022", name), "utf8") };
}

function lastOf(recording: Recording | null): Observation {
  const span = recording && spanOf(recording);
  if (!recording || !span) throw new Error("the recording is empty");
  return observationAt(recording, span.to);
}

export const instanceId = "i-0a1b2c3d4e5f60718";
export const trunkMac = "02:00:00:00:00:01";

export interface Wanted {
  readonly mode?: "strict" | "standard" | "unknown";
  readonly family?: "ipv4" | "ipv6";
  readonly pods?: number;
  readonly externalSnat?: boolean;
}

/** `default/pod-1` on VLAN 1 and so on, on one node with a trunk at device index 2. */
export function observed({
  mode = "strict",
  family = "ipv4",
  pods = 1,
  externalSnat = false,
}: Wanted = {}): Observation {
  const numbers = Array.from({ length: pods }, (_, index) => index + 1);
  const items = {
    instances: byId([{ id: instanceId, type: "m5.large", tags: {} }]),
    interfaces: byId<Item<"interfaces">>([
      attached("eni-0primary", "interface", "02:00:00:00:00:00", 0, "10.0.0.10", ["sg-0node"]),
      attached("eni-0trunk", "trunk", trunkMac, 2, "10.0.0.20", ["sg-0node"]),
      ...numbers.map((number) => branch(number)),
    ]),
    subnets: byId([{ id: "subnet-0", cidr: "10.0.0.0/19", tags: {} }]),
    nodes: new Map([["node-1", node]]),
    pods: new Map([
      ...(mode === "unknown" ? [] : [["kube-system/aws-node-x", awsNode(mode, family, externalSnat)] as const]),
      ...numbers.map((number) => [`default/pod-${number}`, pod(number, family)] as const),
    ]),
  };
  return { at: 10_000, items, failures: {}, readAt: {} };
}

export function viewOf(observation: Observation): NodeView {
  return viewNode(observation, buildTopology(observation, { cluster: "c" }).resources, instanceId);
}

export interface Verdicts {
  readonly reading: HostReading;
  readonly comparison: Comparison;
  readonly findings: readonly HostFinding[];
}

/** Reads files and compares them with the node of the observation. */
export function compared(observation: Observation, files: readonly HostFile[], id = instanceId): Verdicts {
  const node = viewNode(observation, buildTopology(observation, { cluster: "c" }).resources, id);
  const reading = readHost(files);
  const comparison = compareNode(node, reading.state);
  return { reading, comparison, findings: hostFindings(comparison, reading.state) };
}

/** Every line of a comparison as `verdict text`. */
export function told({ pods, lines }: Comparison): string[] {
  return [...pods.flatMap((pod) => pod.lines), ...lines].map(({ verdict, text }: Judged) => `${verdict} ${text}`);
}

export function macOf(number: number): string {
  return `02:00:00:00:01:${number.toString(16).padStart(2, "0")}`;
}

function byId<I extends { readonly id: string }>(items: readonly I[]): Map<string, I> {
  return new Map(items.map((item) => [item.id, item]));
}

function attached(
  id: string,
  type: string,
  mac: string,
  deviceIndex: number,
  privateIp: string,
  groups: string[],
): Item<"interfaces"> {
  return {
    id,
    type,
    mac,
    subnetId: "subnet-0",
    privateIp,
    groups: groups.map((group) => ({ id: group })),
    attachment: { instanceId, deviceIndex, networkCardIndex: 0 },
    tags: {},
  };
}

function branch(number: number): Item<"interfaces"> {
  return {
    id: `eni-0branch${number}`,
    type: "branch",
    status: "in-use",
    mac: macOf(number),
    subnetId: "subnet-0",
    privateIp: `10.0.1.${number}`,
    ipv6s: [`2600:1f14::${number}`],
    groups: [{ id: `sg-0pod${number}` }],
    attachment: null,
    tags: {
      "eks:eni:owner": "eks-vpc-resource-controller",
      "vpcresources.k8s.aws/trunk-eni-id": "eni-0trunk",
      "vpcresources.k8s.aws/vlan-id": String(number),
    },
  };
}

const bare = { labels: {}, annotations: {}, conditions: [], containers: [] };

const node: Item<"nodes"> = {
  name: "node-1",
  labels: {},
  annotations: {},
  providerId: `aws:///eu-west-1a/${instanceId}`,
  addresses: [],
  capacity: {},
  allocatable: {},
  conditions: [],
  taints: [],
};

function awsNode(mode: string, family: string, externalSnat: boolean): Item<"pods"> {
  const env = {
    ENABLE_POD_ENI: "true",
    POD_SECURITY_GROUP_ENFORCING_MODE: mode,
    AWS_VPC_K8S_CNI_EXTERNALSNAT: String(externalSnat),
    ENABLE_IPv6: String(family === "ipv6"),
  };
  return {
    ...bare,
    namespace: "kube-system",
    name: "aws-node-x",
    labels: { "k8s-app": "aws-node" },
    nodeName: "node-1",
    phase: "Running",
    startedAt: 1_000,
    containers: [{ name: "aws-node", env }],
  };
}

function pod(number: number, family: "ipv4" | "ipv6"): Item<"pods"> {
  const isIpv6 = family === "ipv6";
  const entry = {
    eniId: `eni-0branch${number}`,
    ifAddress: macOf(number),
    privateIp: isIpv6 ? "" : `10.0.1.${number}`,
    ipv6Addr: isIpv6 ? `2600:1f14::${number}` : "",
    vlanId: number,
    subnetCidr: "10.0.0.0/19",
    subnetV6Cidr: isIpv6 ? "2600:1f14::/64" : "",
  };
  return {
    ...bare,
    namespace: "default",
    name: `pod-${number}`,
    annotations: { "vpc.amazonaws.com/pod-eni": JSON.stringify([entry]) },
    nodeName: "node-1",
    phase: "Running",
    startedAt: 2_000,
    podIp: isIpv6 ? entry.ipv6Addr : entry.privateIp,
    containers: [{ name: "app", podEniRequest: 1, podEniLimit: 1 }],
  };
}
