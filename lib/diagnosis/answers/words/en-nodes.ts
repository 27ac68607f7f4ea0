import { counted, listed } from "../../words/en/counted.ts";
import type { NodeCause } from "../node-causes.ts";
import type { AnswerWords } from "./words.ts";

type Nodes = Pick<
  AnswerWords,
  "waitingStates" | "podWaiting" | "nodeCause" | "nextSlot" | "rungs" | "rungStates" | "brokenRungs" | "nodeTrunk"
>;

const causes: Readonly<Record<NodeCause["cause"], (cause: NodeCause) => string>> = {
  full: ({ nodes, cooling }) =>
    `${counted(nodes, "node")} full${cooling > 0 ? `, of which ${counted(cooling, "slot")} ${cooling === 1 ? "is" : "are"} cooling` : ""}`,
  "no-trunk": ({ nodes, because, detail }) =>
    `${counted(nodes, "node")} ${nodes === 1 ? "has" : "have"} no usable trunk: ${because ?? (detail === null ? "why is not known" : `${detail} is missing`)}`,
  "cannot-trunk": ({ nodes, detail }) => `${counted(nodes, `${detail ?? "unknown-type"} node`)} cannot trunk`,
  tainted: ({ nodes, detail }) =>
    `${counted(nodes, "node")} with free slots ${nodes === 1 ? "has" : "have"} the taint ${detail}; what the Pod tolerates is not kept`,
  free: ({ nodes, free }) =>
    `${counted(nodes, "node")} ${nodes === 1 ? "has" : "have"} ${counted(free, "free slot")}, and something else keeps the Pod away`,
  cordoned: ({ nodes }) => `${counted(nodes, "node")} cordoned`,
  excluded: ({ nodes }) => `${counted(nodes, "node")} excluded by what the Pod demands of labels`,
  "other-mechanism": ({ nodes, detail }) =>
    `${counted(nodes, "node")} not looked after by the controller (${detail ?? "unknown"})`,
};

export const nodes: Nodes = {
  waitingStates: {
    running: "running",
    ended: "ended",
    leaving: "on its way out",
    unscheduled: "no node takes it",
    scheduling: "not scheduled yet",
    "waiting-for-branch": "waiting for its branch",
    "setting-up-network": "its network is being set up",
    starting: "starting",
  },
  podWaiting(answer, tell) {
    const { pod, state, node, nodes: found, causes: spoken, nextSlot, message, isForSlots } = answer;
    const place = node === null ? "" : ` on ${node}`;
    const head = `${pod}${place}: ${nodes.waitingStates[state]}`;
    const next = nextSlot === null ? "" : ` ${nodes.nextSlot(nextSlot)}`;
    if (state === "unscheduled") {
      const counts = found.map(nodes.nodeCause).join("; ");
      const other = isForSlots === false && message !== null ? ` The scheduler says: ${message}` : "";
      return `${head}: ${counts === "" ? "there is no node" : counts}.${next}${other}`;
    }
    const first = spoken.find(({ explainedBy }) => explainedBy === null);
    if (first !== undefined) return `${head}. ${tell(first)}${next}`;
    return `${head}.${next}`;
  },
  nodeCause: (cause) => causes[cause.cause](cause),
  nextSlot: ({ at, node, because }) =>
    `The next slot${node === null ? "" : ` on ${node}`} is expected by ${utc(at)}, when a ${because === "cooling" ? "branch has cooled down" : "Pod that ends is gone"}.`,
  rungs: {
    type: "The instance type takes a trunk",
    "pod-eni": "aws-node runs with ENABLE_POD_ENI",
    "cni-node": "The node has a CNINode",
    feature: "A trunk was asked for (SecurityGroupsForPods)",
    trunk: "The trunk ENI exists",
    attached: "It is attached to this instance",
    capacity: "The node has capacity for branches",
    allocatable: "The scheduler may use all of it",
  },
  rungStates: { yes: "yes", no: "no", unknown: "not known", "not-applicable": "does not apply" },
  brokenRungs: {
    type: "The table of instance types says that this one takes no trunk.",
    "pod-eni": "No aws-node Pod runs here with ENABLE_POD_ENI=true.",
    "cni-node": "The controller has made no CNINode for this node, or not yet.",
    feature: "aws-node has not asked for a trunk, or not yet.",
    trunk: "The controller has made no trunk, or not yet.",
    attached: "The trunk is not attached, or not yet.",
    capacity: "The controller has not told the node how many branches it takes, or not yet.",
    allocatable: "The kubelet has not taken over the capacity, or not yet.",
  },
  nodeTrunk({ node, hasTrunk, broken, slots, management, trunks }) {
    if (hasTrunk === "yes")
      return `${node} has the trunk ${listed(trunks)} and offers ${counted(slots?.offered ?? 0, "branch slot")}.`;
    if (hasTrunk === "not-applicable")
      return `${node} is not looked after by the controller (${management ?? "unknown"}): no trunk is expected.`;
    if (hasTrunk === "unknown" || broken === null) return `Whether ${node} has a working trunk cannot be said.`;
    return `${node} cannot run Pods with branches. The first thing missing: "${nodes.rungs[broken.rung]}".`;
  },
};

function utc(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}
