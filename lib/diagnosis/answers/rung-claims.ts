import type { Host } from "../host.ts";
import type { ClusterRule, HostRule } from "../rule.ts";
import { cniFlagsClash, podEniSwitchedOff } from "../rules/cni.ts";
import { cniNodeOdd } from "../rules/cni-nodes.ts";
import { controllerSilent } from "../rules/controller.ts";
import { eniConfigBroken } from "../rules/eni-configs.ts";
import { allocatableLags, trunkMissing, trunkNotRequested, trunkWithoutCapacity } from "../rules/ladder.ts";
import { typeCannotTrunk } from "../rules/node-types.ts";
import { claimsOn, claimsOver, isAbout } from "./claims.ts";
import type { Inquiry } from "./inquiry.ts";
import type { BrokenRung, RungName } from "./rungs.ts";

/** Which rules tell of a rung that is not there; what explains the others comes first. */
const hostRules: Readonly<Record<RungName, readonly HostRule[]>> = {
  type: [],
  "pod-eni": [podEniSwitchedOff],
  "cni-node": [cniNodeOdd],
  feature: [cniFlagsClash, trunkNotRequested],
  trunk: [eniConfigBroken, trunkMissing],
  attached: [],
  capacity: [trunkWithoutCapacity],
  allocatable: [allocatableLags],
};

const clusterRules: { readonly [R in RungName]?: readonly ClusterRule[] } = {
  type: [typeCannotTrunk],
  "cni-node": [controllerSilent],
  trunk: [controllerSilent],
  attached: [controllerSilent],
  capacity: [controllerSilent],
};

/** Why a rung is not there, by the first rule that speaks of this node. */
export function claimsAboutRung(rung: RungName, host: Host, inquiry: Inquiry): BrokenRung {
  for (const rule of hostRules[rung]) {
    const claim = claimsOn(rule, host, inquiry).find((one) => isAbout(one, host.id));
    if (claim !== undefined) return { rung, ...told(rule, claim) };
  }
  for (const rule of clusterRules[rung] ?? []) {
    const claim = claimsOver(rule, inquiry).find((one) => isAbout(one, host.id) || isAbout(one, "cluster"));
    if (claim !== undefined) return { rung, ...told(rule, claim) };
  }
  return { rung, rule: null, code: null, facts: {}, subjects: [host.id], confidence: "certain" };
}

type Claimed = ReturnType<typeof claimsOn>[number];

function told({ id, code }: HostRule | ClusterRule, { facts, subjects, confidence = "certain" }: Claimed) {
  return { rule: id, code, facts, subjects, confidence };
}
