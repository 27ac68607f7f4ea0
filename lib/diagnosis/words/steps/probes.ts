import type { earlyDemuxOnWrongContainer, probesBlocked, tcpEarlyDemuxOn } from "../../rules/probes.ts";
import { line } from "../command-line.ts";
import {
  allowIngress,
  describeFirstPod,
  setInitVariable,
  showAwsNodeEnvironment,
  showRules,
} from "./security-groups.ts";
import type { Steps } from "./steps.ts";

const variable = "DISABLE_TCP_EARLY_DEMUX";

export const probesBlockedSteps: Steps<typeof probesBlocked> = {
  commands: ({ facts: { groupIds, nodeGroupIds, ports }, region }) =>
    ports.flatMap((port) =>
      allowIngress({ region, groupId: groupIds[0], protocol: "tcp", port, peerGroupId: nodeGroupIds[0] }),
    ),
  verify: ({ facts: { groupIds }, subjects, region }) => [
    ...showRules(region, groupIds),
    ...describeFirstPod(subjects),
  ],
};

export const tcpEarlyDemuxOnSteps: Steps<typeof tcpEarlyDemuxOn> = {
  commands: () => setInitVariable(variable, "true"),
  verify: ({ subjects }) => [...showAwsNodeEnvironment(), ...describeFirstPod(subjects)],
};

export const earlyDemuxOnWrongContainerSteps: Steps<typeof earlyDemuxOnWrongContainer> = {
  commands: ({ facts: { value } }) => [
    ...line`kubectl set env -n kube-system daemonset/aws-node -c aws-node ${variable}-`,
    ...(value.toLowerCase().startsWith("t") || value === "1" ? setInitVariable(variable, "true") : []),
  ],
  verify: showAwsNodeEnvironment,
};
