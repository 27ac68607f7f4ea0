import type { sharedBranch, vlanConflict, vlanOutOfRange } from "../../rules/vlans.ts";
import { deletePod, showAnnotation, showInterface, some } from "../command-line.ts";
import type { Steps } from "./steps.ts";

export const vlanConflictSteps: Steps<typeof vlanConflict> = {
  commands: ({ facts: { pods } }) => pods.slice(1).flatMap(deletePod),
  verify: ({ facts: { branches, pods }, region }) => [
    ...some(branches).flatMap((id) => showInterface(region, id)),
    ...some(pods).flatMap(showAnnotation),
  ],
};

export const vlanOutOfRangeSteps: Steps<typeof vlanOutOfRange> = {
  verify: ({ facts: { eni, pod }, region }) => [
    ...showInterface(region, eni),
    ...(pod === null ? [] : showAnnotation(pod)),
  ],
};

export const sharedBranchSteps: Steps<typeof sharedBranch> = {
  commands: ({ facts: { pods } }) => pods.flatMap(deletePod),
  verify: ({ facts: { pods, eni }, region }) => [...some(pods).flatMap(showAnnotation), ...showInterface(region, eni)],
};
