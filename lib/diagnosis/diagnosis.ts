import type { Change } from "../recording/change.ts";
import { same } from "../recording/same.ts";
import type { Topology, TopologyChange } from "../topology/topology.ts";
import { ClaimBook, type FirstHeld, type Held } from "./claim-book.ts";
import { isConfirmed } from "./confirmation.ts";
import { Storyteller } from "./explanations.ts";
import type { Finding, Undecided } from "./finding.ts";
import { createSilencer, type Ignore } from "./ignored.ts";
import { Judge } from "./judge.ts";
import { lacksOf } from "./needs.ts";
import { Memories, type Remembered } from "./remembered.ts";
import type { Rule } from "./rule.ts";
import { byWeight, type Story, tell } from "./stories.ts";

export interface DiagnosisOptions {
  readonly rules: readonly Rule[];
  /** The EKS name of the cluster, as tags carry it. */
  readonly cluster: string;
  readonly ignore?: readonly Ignore[];
  /** What was remembered at the moment of the first observation given. */
  readonly memory?: DiagnosisMemory;
  /** The recording has one moment and no more: what needs a second reading counts at once, as likely at most. */
  readonly isSingleMoment?: boolean;
}

/** What earlier moments told, as JSON. Derived from the recording; can always be made again from it. */
export interface DiagnosisMemory {
  readonly remembered: Remembered;
  readonly held: FirstHeld;
}

export interface DiagnosisChange {
  readonly changed: readonly Finding[];
  readonly removed: readonly string[];
  /** All that cannot be decided, when that changed; `null`: it is as before. */
  readonly undecided: readonly Undecided[] | null;
}

/** What is wrong with one cluster, kept up to date: a change costs what it touches. */
export interface Diagnosis {
  /** By id. */
  readonly findings: ReadonlyMap<string, Finding>;
  readonly undecided: readonly Undecided[];
  memory(): DiagnosisMemory;
  /** Takes in a change that the topology has taken in before. */
  advance(changed: TopologyChange, change: Change, topology: Topology): DiagnosisChange;
}

export function createDiagnosis(options: DiagnosisOptions): Diagnosis {
  const { rules, cluster, ignore = [], memory, isSingleMoment = false } = options;
  const memories = new Memories(memory?.remembered);
  const book = new ClaimBook(memory?.held);
  const judge = new Judge(rules, cluster, memories, book);
  const storyteller = new Storyteller(rules);
  const silence = createSilencer(ignore);
  const findings = new Map<string, Finding>();
  let undecided: readonly Undecided[] = [];

  function advance(changed: TopologyChange, change: Change, topology: Topology): DiagnosisChange {
    const { observation } = topology;
    memories.take(change);
    judge.advance(changed, change, topology, memories.readings);

    const lacking = rules.flatMap((rule) => {
      const lacks = lacksOf(rule, observation);
      return lacks.length > 0 ? [{ rule, lacks }] : [];
    });
    const hidden = new Set(lacking.map(({ rule }) => rule));
    const counts = (held: Held) =>
      (isSingleMoment && !held.rule.needsHistory) ||
      isConfirmed(held, { at: observation.at, readings: memories.readings });
    const stories = storyteller.stories((rule) => (hidden.has(rule) ? [] : [...book.of(rule)].filter(counts)));
    const next = lacking.map(({ rule: { id, code, severity }, lacks }) => ({ rule: id, code, severity, lacks }));
    const isSame = same(undecided, next);
    if (!isSame) undecided = next;
    return { ...settle(stories, observation.at), undecided: isSame ? null : undecided };
  }

  function settle(stories: readonly Story[], now: number): Pick<DiagnosisChange, "changed" | "removed"> {
    const told = stories.map((story) => silence(tell(story, isSingleMoment), now)).sort(byWeight);
    const changed = told.filter((finding) => !same(findings.get(finding.id), finding));
    const ids = new Set(told.map(({ id }) => id));
    const removed = [...findings.keys()].filter((id) => !ids.has(id));
    for (const id of removed) findings.delete(id);
    for (const finding of changed) findings.set(finding.id, finding);
    return { changed, removed };
  }

  return {
    findings,
    get undecided() {
      return undecided;
    },
    memory: () => ({ remembered: memories.toJSON(), held: book.toJSON() }),
    advance,
  };
}
