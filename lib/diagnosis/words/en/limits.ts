import type { FactsOf } from "../../rule.ts";
import type { allocationSlow, ec2Throttled, interfaceQuota } from "../../rules/quotas.ts";
import type { subnetShort } from "../../rules/subnets.ts";
import { allocationSlowSteps, ec2ThrottledSteps, interfaceQuotaSteps, subnetShortSteps } from "../steps/limits.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

const subnetShortWords: Words<FactsOf<typeof subnetShort>> = {
  ...subnetShortSteps,
  title: "A subnet of branches runs out of addresses",
  describe({ facts: { subnet, name, cidr, free, usable, waiting, cooling, branches } }) {
    const of = usable === null ? "" : ` of ${usable}`;
    const waits = waiting > 0 ? ` ${counted(waiting, "pod")} wait for a branch there.` : "";
    return `${name ?? subnet}${cidr === null ? "" : ` (${cidr})`} has ${free}${of} addresses free. ${counted(branches, "branch", "branches")} are in it, ${cooling} of them cooling down.${waits}`;
  },
  remedy: () =>
    "Free addresses: fewer warm IPs and prefixes on the nodes, fewer nodes in this subnet. For good, add a secondary CIDR and let an ENIConfig put branches into a larger subnet.",
};

const interfaceQuotaWords: Words<FactsOf<typeof interfaceQuota>> = {
  ...interfaceQuotaSteps,
  title: "Network interfaces come close to the account's quota",
  describe: ({ facts: { interfaces, quota, percent, branches } }) =>
    `This cluster alone has ${interfaces} network interfaces, ${branches} of them branches: ${percent} % of the default quota of ${quota} per Region. Other ENIs of the account count too, and are not in view.`,
  remedy: () =>
    "Look up the quota in force, and raise L-DF5E4CA3 (network interfaces per Region) before it is reached.",
};

const ec2ThrottledWords: Words<FactsOf<typeof ec2Throttled>> = {
  ...ec2ThrottledSteps,
  title: "EC2 throttles calls",
  describe({ facts: { controllerErrors, ourReads, pods } }) {
    const theirs =
      controllerErrors > 0
        ? `${counted(controllerErrors, "call")} of the controller for ${counted(pods, "pod")} met RequestLimitExceeded in the last 15 minutes.`
        : "";
    const ours = ourReads.length > 0 ? `Reading ${listed(ourReads)} from here is throttled now.` : "";
    return [theirs, ours, "Pods start and end more slowly while it lasts."].filter((one) => one !== "").join(" ");
  },
  remedy: () =>
    "EC2 refills about 5 branch creations per second for an account and Region. Roll out in smaller steps, find who else calls EC2 in this account, and ask AWS for higher request limits.",
};

const allocationSlowWords: Words<FactsOf<typeof allocationSlow>> = {
  ...allocationSlowSteps,
  title: "Branches take long to come",
  describe: ({ facts: { medianSeconds, longestSeconds, pods, minutes } }) =>
    `Half of the ${counted(pods, "pod")} that got a branch in the last ${minutes} minutes waited more than ${Math.round(medianSeconds)} s for it; the longest wait was ${Math.round(longestSeconds)} s.`,
  remedy: () => "Look for churn of pods, throttling of EC2 and full trunks: each of them delays new branches.",
};

export const limits = {
  "subnet-short": subnetShortWords,
  "interface-quota": interfaceQuotaWords,
  "ec2-throttled": ec2ThrottledWords,
  "allocation-slow": allocationSlowWords,
};
