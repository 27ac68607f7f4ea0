import type { FactsOf } from "../../rule.ts";
import type { awsNodeOutdated, awsNodeUnhealthy } from "../../rules/aws-node.ts";
import { awsNodeOutdatedSteps, awsNodeUnhealthySteps } from "../steps/cni.ts";
import type { Words } from "../words.ts";
import { counted } from "./counted.ts";

type Unhealthy = FactsOf<typeof awsNodeUnhealthy>;

const troubles: Readonly<Record<Unhealthy["trouble"], (facts: Unhealthy) => string>> = {
  crashing: ({ restarts }) => `is in CrashLoopBackOff after ${counted(restarts, "restart")}`,
  restarting: ({ restarts }) => `keeps restarting (${counted(restarts, "restart")}, the last within 10 minutes)`,
  "not-ready": () => "has not been ready for more than 2 minutes",
};

export const awsNode: {
  "aws-node-unhealthy": Words<Unhealthy>;
  "aws-node-outdated": Words<FactsOf<typeof awsNodeOutdated>>;
} = {
  "aws-node-unhealthy": {
    ...awsNodeUnhealthySteps,
    title: "aws-node is not well on a node with branches",
    describe: ({ facts }) =>
      `${facts.awsNodePod} on ${facts.node} ${troubles[facts.trouble](facts)}. ${counted(facts.branchPods, "pod with a branch runs", "pods with branches run")} there; new ones cannot be set up.`,
    remedy: () =>
      "Read the log of the aws-node pod. A value of its environment that it does not accept, missing permissions and an unreachable API server are the usual reasons.",
  },
  "aws-node-outdated": {
    ...awsNodeOutdatedSteps,
    title: "aws-node runs another image than its DaemonSet says",
    describe: ({ facts: { image, wanted }, subjects }) =>
      `${counted(subjects.filter((id) => !id.startsWith("pod/")).length, "node")} with branches run aws-node as ${image}; the DaemonSet says ${wanted}, and no rollout is moving. Plugin and daemon of different versions refuse each other.`,
    remedy: () =>
      "See why the rollout stands still: an update strategy of OnDelete, a pod that does not become ready, or a node that cannot pull the image.",
  },
};
