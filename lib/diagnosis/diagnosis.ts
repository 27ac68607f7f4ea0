import type { Change } from "../recording/change.ts";
import { same } from "../recording/same.ts";
import type { Topology, TopologyChange } from "../topology/topology.ts";
import { ClaimBook, type FirstHeld, type Held } from "./claim-book.ts";
import { isConfirmed } from "./confirmation.ts";
import { Storyteller } from "./explanations.ts";
import type { Finding, Undecided } from "./finding.ts";
import type { Host } from "./host.ts";
import { createSilencer, type Ignore } from "./ignored.ts";
import { Judge } from "./judge.ts";
import { lacksOf } from "./needs.ts";
import { Memories, type Remembered } from "./remembered.ts";
import type { Rule } from "./rule.ts";
import { type Story, Teller } from "./stories.ts";
import type { World } from "./world.ts";
import { WorldView } from "./world-view.ts";

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

/** What is remembered of moments gone by, to be read. */
export type Recall = Pick<Memories, "eventsAbout" | "firstSeen" | "startedAt">;

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
  /** Rules that end in an error at some unit, which is a fault of ours: they are undecided, and what they claim of others stands. */
  readonly faults: ReadonlyMap<Rule, ReadonlyMap<string, Error>>;
  memory(): DiagnosisMemory;
  readonly memories: Recall;
  /** Every host of the moment, by id. */
  readonly hosts: ReadonlyMap<string, Host>;
  /** The moment as rules see it, for who looks without judging: nothing is noted, and nothing kept for the next moment. */
  look(topology: Topology): World;
  /** Takes in a change that the topology has taken in before. */
  advance(changed: TopologyChange, change: Change, topology: Topology): DiagnosisChange;
}

const nothingNew: DiagnosisChange = { changed: [], removed: [], undecided: null };

export function createDiagnosis(options: DiagnosisOptions): Diagnosis {
  const { rules, cluster, ignore = [], memory, isSingleMoment = false } = options;
  const memories = new Memories(memory?.remembered);
  const book = new ClaimBook(memory?.held);
  const judge = new Judge(rules, cluster, memories, book);
  const storyteller = new Storyteller(rules);
  const teller = new Teller(isSingleMoment);
  const silence = createSilencer(ignore);
  const findings = new Map<string, Finding>();
  let undecided: readonly Undecided[] = [];
  /** Claims that only wait for their confirmation. */
  let waiting: readonly Held[] = [];
  let silencedUntil = Number.POSITIVE_INFINITY;

  function advance(changed: TopologyChange, change: Change, topology: Topology): DiagnosisChange {
    const { observation } = topology;
    memories.take(change);
    const isNew = judge.advance(changed, change, topology, memories.readings);
    const now = { at: observation.at, readings: memories.readings };
    const counts = (held: Held) => (isSingleMoment && !held.rule.needsHistory) || isConfirmed(held, now);

    const next = undecidedRules(rules, observation, judge.faults);
    const isDecisionNew = !same(undecided, next);
    if (isDecisionNew) undecided = next;
    if (!isNew && !isDecisionNew && now.at < silencedUntil && !waiting.some(counts)) return nothingNew;

    const unconfirmed: Held[] = [];
    const stories = storyteller.stories((rule) => {
      if (lacksOf(rule, observation).length > 0) return [];
      const claims = [...book.of(rule)];
      if (rule.confirmAfterSeconds === undefined) return claims;
      const confirmed: Held[] = [];
      for (const held of claims) (counts(held) ? confirmed : unconfirmed).push(held);
      return confirmed;
    });
    waiting = unconfirmed;
    return { ...settle(stories, now.at), undecided: isDecisionNew ? undecided : null };
  }

  function settle(stories: readonly Story[], now: number): Pick<DiagnosisChange, "changed" | "removed"> {
    const told = teller.tell(stories).map((finding, index) => silence(finding, stories[index] as Story, now));
    const ends = told.flatMap(({ ignored }) => ignored?.until ?? []);
    silencedUntil = Math.min(Number.POSITIVE_INFINITY, ...ends);
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
    faults: judge.faults,
    memories,
    hosts: judge.hosts,
    look(topology) {
      const view = new WorldView(cluster, memories);
      view.turnTo(topology);
      return view;
    },
    memory: () => ({ remembered: memories.toJSON(), held: book.toJSON() }),
    advance,
  };
}

function undecidedRules(
  rules: readonly Rule[],
  observation: Topology["observation"],
  faults: Diagnosis["faults"],
): readonly Undecided[] {
  return rules.flatMap((rule) => {
    const { id, code, severity, needs } = rule;
    const [fault] = faults.get(rule)?.values() ?? [];
    const lacks = lacksOf(rule, observation);
    if (fault !== undefined && lacks.length === 0) {
      const message = `The check ended in an error: ${fault.message}`;
      return [{ rule: id, code, severity, lacks: [{ collection: needs[0] ?? "pods", code: "CheckFailed", message }] }];
    }
    return lacks.length > 0 ? [{ rule: id, code, severity, lacks }] : [];
  });
}
