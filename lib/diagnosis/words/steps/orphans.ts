import type { residueOfGoneNode, trunkGone } from "../../rules/orphans.ts";
import { aws, showInterface, some } from "../command-line.ts";
import type { Steps } from "./steps.ts";

export const trunkGoneSteps: Steps<typeof trunkGone> = {
  verify: ({ facts: { trunk, branches, instance }, region }) => [
    ...showInterface(region, trunk),
    ...some(branches).flatMap((id) => showInterface(region, id)),
    ...aws(region)`aws ec2 describe-instances --instance-ids ${instance}`,
  ],
};

export const residueOfGoneNodeSteps: Steps<typeof residueOfGoneNode> = {
  verify: ({ facts: { instance }, region }) => [
    ...aws(
      region,
    )`aws ec2 describe-network-interfaces --filters Name=tag:node.k8s.amazonaws.com/instance_id,Values=${instance}`,
    ...aws(region)`aws ec2 describe-instances --instance-ids ${instance}`,
  ],
};
