import type { CollectionName, Item } from "../recording/collections.ts";

/** What a simulated cluster consists of, and what is done to it. Everything else follows from the seed. */
export interface Scenario {
  readonly cluster: string;
  readonly region: string;
  readonly about: string;
  readonly seed: number;
  /** The moment at which the cluster, already running, is first seen. Epoch milliseconds. */
  readonly start: number;
  readonly vpcCidrs: readonly string[];
  readonly subnets: readonly SubnetSpec[];
  readonly groups: readonly GroupSpec[];
  readonly prefixLists?: readonly { readonly key: string; readonly cidrs: readonly string[] }[];
  readonly nodeGroups: readonly NodeGroupSpec[];
  readonly eniConfigs?: readonly EniConfigSpec[];
  readonly policies: readonly PolicySpec[];
  /** Labels of ServiceAccount objects, by `namespace/name`; accounts that workloads use exist anyway. */
  readonly serviceAccounts?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly workloads: readonly WorkloadSpec[];
  readonly cni?: CniSpec;
  /** How often the controller renews its lease, milliseconds; 5,000 in reality, more keeps recordings small. */
  readonly leaseEveryMs?: number;
  readonly faults?: readonly Fault[];
}

/** What every made-up scenario can be asked for with. */
export interface ScenarioOptions {
  readonly seed?: number;
  /** Epoch milliseconds. */
  readonly start?: number;
}

export interface SubnetSpec {
  readonly name: string;
  readonly zone: string;
  readonly cidr: string;
  /** `nodes` (the default) take nodes; `pods` only what an ENIConfig puts there; `public` has an internet gateway. */
  readonly use?: "nodes" | "pods" | "public";
}

/** A security group by key: `nodes` and `cluster` are always there. */
export interface GroupSpec {
  readonly key: string;
  readonly description: string;
  readonly rules: readonly RuleSpec[];
}

/** `peer`: a CIDR, or the key of a group or prefix list. */
export interface RuleSpec {
  readonly egress?: boolean;
  readonly protocol: string;
  readonly port?: number;
  readonly toPort?: number;
  readonly peer: string;
  readonly description?: string;
}

export interface NodeGroupSpec {
  readonly name: string;
  readonly kind: "managed" | "karpenter";
  readonly types: readonly string[];
  readonly zones?: readonly string[];
  readonly desired: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** Keys of taints, all `NoSchedule`. */
  readonly taints?: readonly string[];
  readonly eniConfig?: string;
  /** `--max-pods` of its kubelets; missing: what the instance type's addresses allow. */
  readonly maxPods?: number;
  /** One node leaves and another comes, this often. */
  readonly replaceEveryMs?: number;
}

interface EniConfigSpec {
  readonly name: string;
  /** Name of a subnet. */
  readonly subnet: string;
  readonly groups: readonly string[];
}

interface PolicySpec {
  readonly namespace: string;
  readonly name: string;
  readonly podSelector?: Item<"securityGroupPolicies">["podSelector"];
  readonly serviceAccountSelector?: Item<"securityGroupPolicies">["serviceAccountSelector"];
  /** Keys of groups, or ids as they are: an id may name a group that does not exist. */
  readonly groups: readonly string[];
}

export interface WorkloadSpec {
  readonly kind: "Deployment" | "StatefulSet" | "DaemonSet" | "Job" | "CronJob";
  readonly namespace: string;
  readonly name: string;
  /** Pods at once; for a DaemonSet it does not count. */
  readonly replicas?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly serviceAccount?: string;
  readonly image?: string;
  readonly port?: number;
  /** A Service of the same name in front of it. */
  readonly service?: boolean;
  readonly probes?: readonly ("http" | "tcp" | "grpc" | "exec")[];
  readonly sidecar?: string;
  readonly hostNetwork?: boolean;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly string[];
  /** pod-eni requests written into the manifest itself. */
  readonly podEni?: number;
  /** They are written on the sidecar instead of the first container. */
  readonly podEniOnSidecar?: boolean;
  /** Its manifest names a node of this group: the scheduler is not asked. */
  readonly pinnedTo?: string;
  readonly graceSeconds?: number;
  readonly stopSeconds?: number;
  readonly startSeconds?: number;
  /** How long a job's pod runs. */
  readonly runSeconds?: readonly [number, number];
  readonly failureRate?: number;
  /** The container ends this long after each start. */
  readonly crashAfterSeconds?: number;
  /** A CronJob's period. */
  readonly everyMs?: number;
  /** Finished jobs a CronJob keeps. */
  readonly keep?: number;
  readonly rollEveryMs?: number;
  /** The replicas go to and fro between `replicas` and this. */
  readonly scale?: { readonly everyMs: number; readonly to: number };
}

interface CniSpec {
  readonly version?: string;
  readonly podEni?: boolean;
  /** `null`: the variable is not set, which means strict. */
  readonly enforcingMode?: "strict" | "standard" | null;
  readonly prefixDelegation?: boolean;
  readonly externalSnat?: boolean;
  readonly earlyDemuxDisabled?: boolean;
  /** Other variables of the container aws-node. */
  readonly env?: Readonly<Record<string, string>>;
  /** `null`: the key is not set. */
  readonly coolDownSeconds?: number | null;
}

export type Ec2Operation =
  | "create-trunk"
  | "attach-trunk"
  | "create-branch"
  | "associate"
  | "disassociate"
  | "delete"
  | "create-secondary";

/** Something that goes wrong at its cause, from and until so many milliseconds after the start. */
export type Fault = { readonly from: number; readonly until: number } & FaultKind;

export type FaultKind =
  /** The controller is gone, and starts anew at the end. Its webhook is gone with it. */
  | { readonly name: "controller-down" }
  /** It renews its lease, and none of its workers comes to an end. */
  | { readonly name: "controller-stuck" }
  | { readonly name: "webhook-down" }
  | {
      readonly name: "ec2-refuses";
      readonly operations: readonly Ec2Operation[];
      readonly code: string;
      readonly message: string;
      /** Only for this node, node group, or workload (`namespace/name`). */
      readonly target?: string;
      /** Only for the first so many interfaces it meets. */
      readonly subjects?: number;
    }
  /** aws-node does not answer on the nodes of a group, or on one node; everywhere without a target. */
  | { readonly name: "cni-down"; readonly target?: string }
  | { readonly name: "image-pull-fails"; readonly target: string }
  /** Others take the addresses of a subnet (by name) until so few are free. */
  | { readonly name: "subnet-nearly-full"; readonly target: string; readonly free: number }
  /** The DaemonSet's environment changes and aws-node restarts, node by node. */
  | { readonly name: "cni-changed"; readonly cni: CniSpec }
  /** ipamd may not patch CNINodes. */
  | { readonly name: "cni-node-refused" }
  | { readonly name: "annotation-refused"; readonly target?: string }
  | { readonly name: "eni-config-changed"; readonly target: string; readonly subnet: string }
  /** Deleted as soon as no interface uses it: EC2 allows it no sooner. */
  | { readonly name: "group-deleted"; readonly target: string }
  | { readonly name: "policy-edited"; readonly target: string; readonly groups: readonly string[] }
  | { readonly name: "policy-deleted"; readonly target: string }
  | { readonly name: "cool-down-changed"; readonly seconds: number }
  /** Somebody sets the replicas of a workload (`namespace/name`). */
  | { readonly name: "scaled"; readonly target: string; readonly replicas: number }
  /** Somebody rolls out a new revision of a workload (`namespace/name`). */
  | { readonly name: "rolled-out"; readonly target: string }
  /** The oldest node of a group goes, another comes. */
  | { readonly name: "node-replaced"; readonly target: string }
  /** Somebody changes objects by hand, or another program does: what the owner writes later is changed alike. */
  | Edited
  /** Somebody creates an object that nothing here looks after. */
  | Created
  /** Somebody creates an object like another. */
  | Copied
  /** The observer, not the cluster: it may not read these. */
  | {
      readonly name: "blind";
      readonly target: "ec2" | "kubernetes" | CollectionName;
      readonly code: string;
      readonly message: string;
    };

type Edited = {
  readonly [C in CollectionName]: {
    readonly name: "edited";
    readonly collection: C;
    /** The first so many that fit, by id; one when missing. */
    readonly count?: number;
    readonly which: (item: Item<C>, id: string) => boolean;
    /** `null`: deleted. */
    readonly edit: (item: Item<C>) => Item<C> | null;
  };
}[CollectionName];

type Created = {
  readonly [C in CollectionName]: {
    readonly name: "created";
    readonly collection: C;
    readonly id: string;
    readonly item: Item<C>;
  };
}[CollectionName];

type Copied = {
  readonly [C in CollectionName]: {
    readonly name: "copied";
    readonly collection: C;
    /** The first that fits, by id. */
    readonly which: (item: Item<C>, id: string) => boolean;
    readonly id: string;
    readonly copy: (item: Item<C>) => Item<C>;
  };
}[CollectionName];
