import { type Change, compare } from "../recording/change.ts";
import { emptyObservation, type Observation } from "../recording/observation.ts";
import type { Recording } from "../recording/recording.ts";
import type { Finding, Undecided } from "./finding.ts";
import { Lab, lab } from "./healthy.fixture.ts";
import type { Rule } from "./rule.ts";
import { isSingleMoment } from "./single-moment.ts";
import { createWatch, type WatchOptions } from "./watch.ts";
import { byWeight } from "./weight.ts";

export * from "./healthy.fixture.ts";

export interface Judged {
  /** What holds at the end, the worst first. */
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  /** The findings of one rule, by its id or code. */
  of(rule: string): readonly Finding[];
}

/**
 * What rules say of a lab, of observations one after the other, or of a recording: by the real engine on the real topology.
 * One moment alone counts as a recording that will have no second one, unless `isSingleMoment` says otherwise.
 */
export function judge(
  rules: readonly Rule[],
  what: Lab | Observation | readonly Observation[] | Recording,
  options: Partial<WatchOptions> = {},
): Judged {
  const changes = changesOf(what);
  const cluster = options.cluster ?? lab.cluster;
  const { advance, diagnosis } = createWatch({ isSingleMoment: isSingleMoment(changes), ...options, rules, cluster });
  for (const change of changes) advance(change);
  for (const faults of diagnosis.faults.values()) for (const fault of faults.values()) throw fault;
  const findings = [...diagnosis.findings.values()].sort(byWeight);
  return {
    findings,
    undecided: diagnosis.undecided,
    of: (rule) => findings.filter(({ rule: id, code }) => id === rule || code === rule),
  };
}

function changesOf(what: Lab | Observation | readonly Observation[] | Recording): readonly Change[] {
  if ("changes" in what) return what.changes;
  const moments = what instanceof Lab ? what.moments() : isOne(what) ? [what] : what;
  return moments.map((moment, index) => compare(moments[index - 1] ?? emptyObservation, moment));
}

function isOne(what: Observation | readonly Observation[]): what is Observation {
  return !Array.isArray(what);
}
