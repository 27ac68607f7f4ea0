import { itemsOf, type Observation } from "../recording/observation.ts";

const defaultSeconds = 60;
const leastSeconds = 30;
const tickSeconds = 30;
const slackSeconds = 30;

/** The cool-down in force, seconds: `branch-eni-cooldown` of ConfigMap amazon-vpc-cni, at least 30, 60 when absent or unreadable (domain 1.7). */
export function coolDownSeconds(observation: Observation): number {
  const text = itemsOf(observation, "configMaps").get("kube-system/amazon-vpc-cni")?.data["branch-eni-cooldown"];
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return defaultSeconds;
  return Math.max(leastSeconds, Number(text));
}

/** How long a released branch may take to disappear, seconds: cool-down, one tick of the delete queue, and slack for the API (domain 8 `release`). */
export function releaseSeconds(observation: Observation): number {
  return coolDownSeconds(observation) + tickSeconds + slackSeconds;
}
