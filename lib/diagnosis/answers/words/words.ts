import type { GroupsVerdict } from "../groups-verdict.ts";
import type { HolderInterface, Holders, ReleaseStep } from "../holders.ts";
import type { Lack } from "../lacks.ts";
import type { Leak, LeakClass, Leaks, Safety } from "../leaks.ts";
import type { NodeCause } from "../node-causes.ts";
import type { NodeTrunk, Rung } from "../node-trunk.ts";
import type { PodGroups } from "../pod-groups.ts";
import type { NextSlot, PodWaiting } from "../pod-waiting.ts";
import type { PolicyReach } from "../policy-reach.ts";
import type { RungName } from "../rungs.ts";
import type { Settings } from "../settings.ts";
import type { Feature, FeatureCell } from "../settings-cells.ts";
import type { SpokenCause } from "../spoken-causes.ts";
import type { Unmatched } from "../unmatched-policies.ts";

/** How answers are told in one language. Functions make whole sentences; tables hold the words for one code each. */
export interface AnswerWords {
  /** What could not be read; empty when all could. */
  lacks(lacks: readonly Lack[]): string;
  readonly unknown: string;

  readonly groupsVerdicts: Readonly<Record<GroupsVerdict["verdict"], string>>;
  readonly groupsReasons: Readonly<Record<GroupsVerdict["reason"], string>>;
  /** Verdict and reason of a Pod; the commands that help stand beside them. */
  podGroups(answer: PodGroups): string;
  /** Why a policy does not apply to a Pod. */
  unmatched(policy: Unmatched): string;

  readonly policyStates: Readonly<Record<PolicyReach["state"], string>>;
  policyReach(answer: PolicyReach): string;

  readonly waitingStates: Readonly<Record<PodWaiting["state"], string>>;
  /** One sentence for one Pod. `tell`: what a check says, as its finding is told. */
  podWaiting(answer: PodWaiting, tell: (cause: SpokenCause) => string): string;
  nodeCause(cause: NodeCause): string;
  nextSlot(slot: NextSlot): string;

  readonly rungs: Readonly<Record<RungName, string>>;
  readonly rungStates: Readonly<Record<Rung["state"], string>>;
  /** What a missing rung means where no check says why. */
  readonly brokenRungs: Readonly<Record<RungName, string>>;
  nodeTrunk(answer: NodeTrunk): string;

  readonly leakClasses: Readonly<Record<LeakClass, string>>;
  readonly safeties: Readonly<Record<Safety, string>>;
  readonly safetyReasons: Readonly<Record<Leak["because"], string>>;
  leaks(answer: Leaks): string;

  readonly holderVerdicts: Readonly<Record<HolderInterface["verdict"], string>>;
  holders(answer: Holders): string;
  releaseStep(step: ReleaseStep): string;

  readonly features: Readonly<Record<Feature, string>>;
  readonly cellEffects: Readonly<Record<FeatureCell["effect"], string>>;
  /** What a mode means for a feature, and whom it hits here. */
  cell(cell: FeatureCell): string;
  settings(answer: Settings): string;
}
