import { z } from "zod";
import { branchStates } from "./branch-states.ts";

/**
 * The things of a topology: plain facts and the ids they are linked by.
 * Links point one way (pod -> branch -> trunk -> instance); whoever draws turns them round.
 * `null` = known to be absent; a missing key = unknown. Times are epoch milliseconds.
 */

const text = z.string();
const maybeText = text.exactOptional();
const maybeNumber = z.number().exactOptional();
const texts = z.array(text);

/** What is odd about a resource's place in the topology. The sentence for each lives with whoever prints it. */
export const mark = z.enum([
  "instance-not-in-ec2",
  "trunk-not-in-ec2",
  "trunk-unattached",
  "several-trunks",
  "instance-unknown",
  "vlan-unknown",
  "vlan-out-of-range",
  "vlan-conflict",
  "shared-branch",
  "other-cluster",
  "annotation-unusable",
  "annotation-names-unknown-interface",
  "annotation-disagrees",
  "surplus-branches",
  "ip-on-no-interface",
  "not-on-its-branch",
  "group-not-in-ec2",
  "policy-invalid",
  "selector-broken",
  "node-not-in-kubernetes",
]);
export type Mark = z.infer<typeof mark>;

const common = { id: text, marks: z.array(mark) };

const quantities = z.object({ pods: maybeNumber, podEni: maybeNumber });

/** An EC2 instance and its Kubernetes node, joined by providerID; either half may be missing. Id: `i-…`, or `node/NAME`. */
export const instanceResource = z.object({
  kind: z.literal("instance"),
  ...common,
  /** EC2 knows it / Kubernetes knows it; false = read and not there, missing = that half was never read. */
  inEc2: z.boolean().exactOptional(),
  inKubernetes: z.boolean().exactOptional(),
  nodeName: maybeText,
  instanceType: maybeText,
  state: maybeText,
  zone: maybeText,
  subnetId: maybeText,
  vpcId: maybeText,
  ip: maybeText,
  launchedAt: maybeNumber,
  joinedAt: maybeNumber,
  ready: z.boolean().exactOptional(),
  nodeGroup: maybeText,
  nodePool: maybeText,
  os: maybeText,
  kubeletVersion: maybeText,
  /** How the controller comes to manage this node (domain 8 `managed`), or why it does not. */
  management: z.enum(["cni-node", "legacy-label", "auto-mode", "fargate", "hybrid", "not-requested", "unknown"]),
  cniFeatures: texts.exactOptional(),
  capacity: quantities.exactOptional(),
  allocatable: quantities.exactOptional(),
  /** From the table of instance types; missing for a type the table does not know. */
  limits: z
    .object({ trunk: z.boolean(), branches: z.number(), interfaces: z.number(), ipsPerInterface: z.number() })
    .exactOptional(),
  interfaceIds: texts,
  trunkIds: texts,
});

const interfaceFacts = {
  status: maybeText,
  interfaceType: maybeText,
  description: maybeText,
  mac: maybeText,
  ip: maybeText,
  ipv6: maybeText,
  subnetId: maybeText,
  zone: maybeText,
  groupIds: texts,
};

const attachedFacts = {
  instanceId: text.nullable(),
  deviceIndex: maybeNumber,
  networkCardIndex: maybeNumber,
  attachedAt: maybeNumber,
  attachmentStatus: maybeText,
  deleteOnTermination: z.boolean().exactOptional(),
};

/** An ordinary ENI: primary, or secondary for the IPs of ordinary pods. */
export const interfaceResource = z.object({
  kind: z.literal("interface"),
  ...common,
  ...interfaceFacts,
  ...attachedFacts,
  /** How many private IPs beyond the primary, and which prefixes, it holds for pods. */
  secondaryIps: z.number(),
  prefixes: texts,
  madeBy: maybeText,
});

/** A trunk ENI and the slots for branches behind it. */
export const trunkResource = z.object({
  kind: z.literal("trunk"),
  ...common,
  ...interfaceFacts,
  ...attachedFacts,
  /** Branch slots by the table of instance types; missing when the type is unknown. */
  limit: maybeNumber,
  /** Branches by state; their sum is what the controller counts against the limit. */
  slots: z.object({
    used: z.number(),
    allocating: z.number(),
    cooling: z.number(),
    unowned: z.number(),
    orphan: z.number(),
  }),
});

/**
 * The state of a branch (domain 4d, 9.1):
 * `used` a live pod owns it · `allocating` new, not yet named by a pod · `cooling` released, within the cool-down and its slack ·
 * `unowned` no owner, and since when is not known · `orphan` no owner for longer than a release takes.
 */
export const branchState = z.enum(branchStates);
export type BranchState = z.infer<typeof branchState>;

export const branchResource = z.object({
  kind: z.literal("branch"),
  ...common,
  ...interfaceFacts,
  /** The trunk its tag, association or pod names, also when EC2 does not know that trunk. */
  trunkId: text.nullable(),
  instanceId: text.nullable(),
  vlan: z.number().nullable(),
  vlanFrom: z.enum(["tag", "association", "annotation"]).exactOptional(),
  associationId: maybeText,
  state: branchState,
  /** Live pods whose annotation names it. */
  podIds: texts,
  /** First sight of it; `exact` when it was not there one reading earlier. */
  firstSeen: z.object({ at: z.number(), exact: z.boolean() }).exactOptional(),
  /** Since when no live pod owns it; `exact` when we saw it owned or absent before. */
  unownedSince: z.object({ at: z.number(), exact: z.boolean() }).exactOptional(),
  /** The last pod that owned it, of a branch without owner. */
  lastOwner: maybeText,
});

const annotationEntry = z.object({
  eniId: maybeText,
  mac: maybeText,
  ip: maybeText,
  ipv6: maybeText,
  vlan: maybeNumber,
  subnetCidr: maybeText,
  subnetV6Cidr: maybeText,
  associationId: maybeText,
});
export type AnnotationEntry = z.infer<typeof annotationEntry>;

/** Id: `pod/NAMESPACE/NAME`. */
export const podResource = z.object({
  kind: z.literal("pod"),
  ...common,
  namespace: text,
  name: text,
  nodeName: maybeText,
  /** `null`: not bound to a node. */
  instanceId: text.nullable(),
  phase: maybeText,
  /** What a person would call its state: `Running`, `CrashLoopBackOff`, `Terminating`, `Completed`, `Unschedulable`, … */
  status: text,
  ready: z.boolean().exactOptional(),
  restarts: maybeNumber,
  createdAt: maybeNumber,
  deletingSince: maybeNumber,
  ip: maybeText,
  ips: texts.exactOptional(),
  hostNetwork: z.boolean(),
  serviceAccount: maybeText,
  workload: z.object({ kind: text, name: text }).exactOptional(),
  /** Sum of the pod-eni requests of its containers; 0 = none. */
  podEniRequest: z.number(),
  /** Whether it carries `vpc.amazonaws.com/pod-eni`. */
  annotated: z.boolean(),
  /** The entries of that annotation; missing when there is one and it says just what the branch in `branchIds` says. */
  annotation: z.array(annotationEntry).exactOptional(),
  /** Its text as it stands, when it could not be understood. */
  annotationText: maybeText,
  /** Branches its annotation names and EC2 knows, in that order: the first carries it. */
  branchIds: texts,
  /** The ENI that holds its IP: a branch, or an ordinary ENI for ordinary pods. */
  interfaceId: text.nullable(),
  /** Asked for a branch, is bound, and has none yet. */
  waitsForBranch: z.boolean(),
  /** Policies that match it now (domain 1.5). Missing = cannot be said. */
  policyIds: texts.exactOptional(),
});

const securityGroupRule = z.object({
  id: text,
  isEgress: z.boolean(),
  protocol: text,
  fromPort: maybeNumber,
  toPort: maybeNumber,
  /** A CIDR, a prefix list id, or a group id. */
  peer: text,
  description: maybeText,
});

export const securityGroupResource = z.object({
  kind: z.literal("securityGroup"),
  ...common,
  name: maybeText,
  description: maybeText,
  vpcId: maybeText,
  ownerId: maybeText,
  /** Missing = the rules were not read. */
  rules: z.array(securityGroupRule).exactOptional(),
});

/** Id: `policy/NAMESPACE/NAME`. */
export const policyResource = z.object({
  kind: z.literal("policy"),
  ...common,
  namespace: text,
  name: text,
  createdAt: maybeNumber,
  groupIds: texts,
  /** The selectors as one reads them; `null` = not set. */
  podSelector: text.nullable(),
  serviceAccountSelector: text.nullable(),
});

export const subnetResource = z.object({
  kind: z.literal("subnet"),
  ...common,
  name: maybeText,
  zone: maybeText,
  cidr: maybeText,
  ipv6Cidrs: texts.exactOptional(),
  vpcId: maybeText,
  availableIps: maybeNumber,
});

/** Something known that belongs to nothing else here, kept in sight. Id: `unjoined/COLLECTION/ID`. */
export const unjoinedResource = z.object({
  kind: z.literal("unjoined"),
  ...common,
  collection: text,
  name: text,
});

export const resource = z.discriminatedUnion("kind", [
  instanceResource,
  interfaceResource,
  trunkResource,
  branchResource,
  podResource,
  securityGroupResource,
  policyResource,
  subnetResource,
  unjoinedResource,
]);

export type Resource = z.infer<typeof resource>;
export type ResourceKind = Resource["kind"];
export type ResourceOf<K extends ResourceKind> = Extract<Resource, { kind: K }>;

export type Instance = ResourceOf<"instance">;
export type Interface = ResourceOf<"interface">;
export type Trunk = ResourceOf<"trunk">;
export type Branch = ResourceOf<"branch">;
export type Pod = ResourceOf<"pod">;
export type SecurityGroup = ResourceOf<"securityGroup">;
export type Policy = ResourceOf<"policy">;
export type Subnet = ResourceOf<"subnet">;
export type Unjoined = ResourceOf<"unjoined">;
