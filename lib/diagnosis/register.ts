import type { Rule } from "./rule.ts";
import { loadBalancerTagAmbiguous, staleFallbackGroups } from "./rules/branch-groups.ts";
import { dnsEgressBlocked, dnsIngressBlocked, strictNodeLocalDns } from "./rules/dns.ts";
import { egressEscapesGroups, fargateEgressMissing, noInternetPath } from "./rules/egress.ts";
import { danglingGroupReference, groupRulesAtLimit, podGroupWideOpen } from "./rules/group-rules.ts";
import { mixedModes, sameNodeNotFiltered, strictIpvs, strictLocalTrafficPolicy } from "./rules/modes.ts";
import { earlyDemuxOnWrongContainer, probesBlocked, tcpEarlyDemuxOn } from "./rules/probes.ts";
import { gracePeriodZero } from "./rules/shutdown.ts";

/** Every rule there is. */
export const rules: readonly Rule[] = [
  probesBlocked,
  tcpEarlyDemuxOn,
  earlyDemuxOnWrongContainer,
  dnsEgressBlocked,
  dnsIngressBlocked,
  strictNodeLocalDns,
  strictIpvs,
  strictLocalTrafficPolicy,
  noInternetPath,
  egressEscapesGroups,
  mixedModes,
  gracePeriodZero,
  sameNodeNotFiltered,
  fargateEgressMissing,
  groupRulesAtLimit,
  danglingGroupReference,
  podGroupWideOpen,
  loadBalancerTagAmbiguous,
  staleFallbackGroups,
];
