import type { FactsOf } from "../../rule.ts";
import type { allocatableLags, trunkMissing, trunkNotRequested, trunkWithoutCapacity } from "../../rules/ladder.ts";
import {
  allocatableLagsSteps,
  trunkMissingSteps,
  trunkNotRequestedSteps,
  trunkWithoutCapacitySteps,
} from "../steps/ladder.ts";
import type { Words } from "../words.ts";
import { listed } from "./counted.ts";

type NotRequested = FactsOf<typeof trunkNotRequested>;
type Missing = FactsOf<typeof trunkMissing>;

const notRequestedBecause: Readonly<Record<NotRequested["cause"], (facts: NotRequested) => string>> = {
  "no-free-slot": ({ attached, mostInterfaces }) =>
    `All ${mostInterfaces ?? attached} ENI slots are taken (${attached} attached), so there is no room for a trunk.`,
  "aws-node-not-ready": ({ awsNodePod }) =>
    `Its aws-node pod ${awsNodePod} is not ready, and it is aws-node that asks.`,
  unknown: ({ attached, mostInterfaces }) =>
    `There is room for a trunk (${attached}${mostInterfaces === null ? "" : ` of ${mostInterfaces}`} ENIs attached), so most likely aws-node may not patch the CNINode.`,
};

const notRequestedRemedy: Readonly<Record<NotRequested["cause"], string>> = {
  "no-free-slot":
    "Free an ENI slot: lower WARM_ENI_TARGET, move ordinary pods away, or raise MAX_ENI where it is set. Replacing the node does it too: on a new node the trunk comes first.",
  "aws-node-not-ready": "Get the aws-node pod ready; it asks for the trunk by itself within seconds.",
  unknown:
    "Check that the ClusterRole of aws-node may get, list, watch and patch cninodes, and read the log of ipamd on the node.",
};

const missingBecause: Readonly<Record<Missing["cause"], (facts: Missing) => string>> = {
  refused: ({ errorCode }) => `EC2 refused it: ${errorCode}.`,
  "no-free-index": ({ attached, mostInterfaces }) =>
    `All ${mostInterfaces ?? attached} ENI slots of the instance are taken.`,
  "no-free-ip": ({ subnet }) => `The subnet ${subnet} has no free IP address.`,
  failed: ({ message }) => `The controller said: ${message}`,
  unknown: () => "The controller told nothing about it.",
};

const missingRemedy: Readonly<Record<Missing["cause"], (facts: Missing) => string>> = {
  refused: ({ errorCode }) =>
    errorCode === "UnauthorizedOperation"
      ? "Attach the policy AmazonEKSVPCResourceController to the cluster role (not to the node role). The controller tries again with the next event of the node."
      : "Remove what EC2 names as the reason. The controller tries again with the next event of the node.",
  "no-free-index": () => "Detach an ENI that is not needed, or replace the node.",
  "no-free-ip": () =>
    "Free addresses in the subnet, or use a larger one. The controller tries again with the next event of the node.",
  failed: () => "Remove the reason the controller names. It tries again with the next event of the node.",
  unknown: () =>
    "See whether the controller is alive (its lease), and what quota of ENIs the account has. Any update of the node has it try again.",
};

export const ladder: {
  "trunk-not-requested": Words<NotRequested>;
  "trunk-missing": Words<Missing>;
  "trunk-without-capacity": Words<FactsOf<typeof trunkWithoutCapacity>>;
  "allocatable-lags": Words<FactsOf<typeof allocatableLags>>;
} = {
  "trunk-not-requested": {
    ...trunkNotRequestedSteps,
    title: "Node never asked for a trunk ENI",
    describe: ({ facts }) =>
      `aws-node on ${listed(facts.nodes)} runs with ENABLE_POD_ENI=true, and the CNINode lacks SecurityGroupsForPods. ${notRequestedBecause[facts.cause](facts)} No pod with security groups can run there.`,
    remedy: ({ facts }) => notRequestedRemedy[facts.cause],
  },
  "trunk-missing": {
    ...trunkMissingSteps,
    title: "Trunk ENI is missing",
    describe: ({ facts }) =>
      `${listed(facts.nodes)} asked for a trunk more than 5 minutes ago and ${facts.nodes.length === 1 ? "has" : "have"} none. ${missingBecause[facts.cause](facts)}`,
    remedy: ({ facts }) => missingRemedy[facts.cause](facts),
  },
  "trunk-without-capacity": {
    ...trunkWithoutCapacitySteps,
    title: "Trunk ENI is there, but the node offers no branches",
    describe: ({ facts: { node, trunk, limit } }) =>
      `${trunk} has been attached to ${node} for more than 2 minutes, and the node's capacity for vpc.amazonaws.com/pod-eni is none${limit === null ? "" : ` instead of ${limit}`}. The scheduler places no pod with security groups there.`,
    remedy: () =>
      "See whether the controller is alive, and whether it may patch nodes/status. Any update of the node has it advertise the capacity again.",
  },
  "allocatable-lags": {
    ...allocatableLagsSteps,
    title: "Allocatable pod-eni differs from the capacity",
    describe: ({ facts: { node, capacity, allocatable } }) =>
      `${node} has a capacity of ${capacity} branches and offers ${allocatable}, for more than 5 minutes. The scheduler goes by what is offered.`,
    remedy: () => "The kubelet copies the number. Look at its log on the node, and restart it if it is stuck.",
  },
};
