import type { loadBalancerTagAmbiguous, staleFallbackGroups } from "../../rules/branch-groups.ts";
import { aws, deletePod, parts, showEvents, showInterface } from "../command-line.ts";
import type { Steps } from "./steps.ts";

export const loadBalancerTagAmbiguousSteps: Steps<typeof loadBalancerTagAmbiguous> = {
  // Which group is the right one, when none carries the tag, only its owner knows.
  verify: ({ facts: { groupIds, tag }, subjects, region }) => [
    ...showInterface(
      region,
      subjects.find((id) => id.startsWith("eni-")),
    ),
    ...aws(
      region,
    )`aws ec2 describe-tags --filters Name=resource-id,Values=${groupIds.join(",")} Name=key,Values=${tag}`,
  ],
};

export const staleFallbackGroupsSteps: Steps<typeof staleFallbackGroups> = {
  commands: ({ facts: { pods } }) => pods.flatMap(deletePod),
  verify: ({ facts: { pods }, subjects, region }) => {
    const { namespace, name } = parts(pods[0] ?? "");
    return [
      ...showInterface(
        region,
        subjects.find((id) => id.startsWith("eni-")),
      ),
      ...showEvents("Pod", name, namespace),
    ];
  },
};
