import type { FactsOf } from "../../rule.ts";
import type { gracePeriodZero } from "../../rules/shutdown.ts";
import { gracePeriodZeroSteps } from "../steps/shutdown.ts";
import type { Words } from "../words.ts";
import { counted } from "./counted.ts";

export const shutdown: { "grace-period-zero": Words<FactsOf<typeof gracePeriodZero>> } = {
  "grace-period-zero": {
    title: "Pods on branches have a termination grace period of 0",
    describe: ({ facts: { workload, version, isLeaking }, subjects }) =>
      `${workload} gives its pods no time to end (${counted(subjects.length, "pod")}). The CNI needs the Pod object to take a branch's network down${isLeaking ? `, and CNI ${version} leaves rules behind on the node when it is gone` : ""}.`,
    remedy: ({ facts: { isLeaking } }) =>
      `Set terminationGracePeriodSeconds to more than 0.${isLeaking ? " Update the VPC CNI to a version later than 1.10.2." : ""}`,
    ...gracePeriodZeroSteps,
  },
};
