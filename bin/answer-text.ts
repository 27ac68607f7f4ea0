import type { Answered, AnswerOf } from "../lib/diagnosis/answers/answer.ts";
import type { AnswerName } from "../lib/diagnosis/answers/answer-names.ts";
import type { BrokenRung } from "../lib/diagnosis/answers/rungs.ts";
import type { SpokenCause } from "../lib/diagnosis/answers/spoken-causes.ts";
import { en } from "../lib/diagnosis/answers/words/en.ts";
import type { Facts } from "../lib/diagnosis/finding.ts";
import { en as checks } from "../lib/diagnosis/words/en.ts";
import type { Words } from "../lib/diagnosis/words/words.ts";
import { printable } from "./host-text.ts";

type Writer<N extends AnswerName> = (answer: AnswerOf[N], told: Told) => Iterable<string>;
type Told = Pick<Answered, "cluster" | "region">;

/** An answer as lines of text: the sentence first, what it rests on below. */
export function answerLines({ what, answer, cluster, region }: Answered): readonly string[] {
  if (answer === null) return [];
  const write = writers[what] as Writer<AnswerName>;
  const lines = [...write(answer, { cluster, region })];
  const lacks = en.lacks(answer.lacks);
  return [...lines, ...(lacks === "" ? [] : [lacks]), ""].map(printable);
}

const writers: { readonly [N in AnswerName]: Writer<N> } = {
  *"pod-groups"(answer) {
    yield en.podGroups(answer);
    const named = (ids: readonly string[]) => ids.map((id) => nameWith(id, answer.groupNames)).join(", ") || "none";
    yield `  wanted  ${answer.wanted === null ? en.unknown : named(answer.wanted.groups)}`;
    for (const { policy, groups } of answer.wanted?.policies ?? []) yield `          ${policy} adds ${named(groups)}`;
    const { actual } = answer;
    yield `  actual  ${actual === null ? en.unknown : `${named(actual.groups)}, by ${actual.interface ?? "annotation"} (${actual.by})`}`;
    for (const command of answer.restart) yield `  restart ${command}`;
    for (const policy of answer.unmatched.shown) yield `  ${en.unmatched(policy)}`;
    yield* findings(answer.findings);
  },
  *"pod-waiting"(answer, told) {
    yield en.podWaiting(answer, (cause) => sentenceOf(cause, told));
    for (const cause of answer.nodes) yield `  ${en.nodeCause(cause)}: ${some(cause.shown, cause.nodes)}`;
    const causes = answer.causes.filter(({ explainedBy }) => explainedBy === null);
    for (const cause of causes) yield `  ${cause.code}  ${sentenceOf(cause, told)}`;
  },
  *"policy-reach"(answer) {
    yield en.policyReach(answer);
    for (const { pod, reason, missing } of answer.unreached.shown) {
      yield `  ${pod}: ${en.groupsReasons[reason]}${missing.length > 0 ? ` Missing: ${missing.join(", ")}.` : ""}`;
    }
    for (const { commands, pods } of answer.restarts.shown)
      for (const command of commands) yield `  ${command}  # ${pods}`;
    for (const { pod, lacks } of answer.nearest?.nearest ?? []) yield `  ${pod} comes close: ${lacks.join("; ")}`;
  },
  *"node-trunk"(answer, told) {
    yield en.nodeTrunk(answer);
    for (const { rung, state, evidence } of answer.ladder) {
      const seen = evidence.map(({ field, value }) => `${field}=${String(value)}`).join(", ");
      yield `  ${marks[state]} ${en.rungs[rung]}: ${en.rungStates[state]}${seen === "" ? "" : `  (${seen})`}`;
    }
    if (answer.broken !== null) yield becauseOf(answer.broken, told);
    yield* findings(answer.findings);
  },
  *holders(answer) {
    yield en.holders(answer);
    for (const { eni, kind, verdict, pods, node } of answer.interfaces.shown) {
      yield `  ${eni}  ${kind}, ${en.holderVerdicts[verdict]}${pods.length > 0 ? `: ${pods.join(", ")}` : ""}${node === null ? "" : ` on ${node}`}`;
    }
    yield* more(answer.interfaces);
    for (const { rule, group, isEgress, isItself } of answer.rules.shown) {
      if (!isItself) yield `  ${rule}  ${isEgress ? "egress" : "ingress"} rule of ${group}`;
    }
    for (const { policy, pods } of answer.policies.shown) yield `  policy ${policy}, which selects ${pods}`;
    for (const name of answer.eniConfigs) yield `  ENIConfig ${name}`;
    for (const [index, step] of answer.order.entries()) {
      yield `  ${index + 1}. ${en.releaseStep(step)}`;
      for (const command of step.commands) yield `     ${command}`;
    }
  },
  *leaks(answer) {
    yield en.leaks(answer);
    for (const { class: name, enis, ips, slots } of answer.classes) {
      yield `  ${en.leakClasses[name]}: ${enis} ENIs, ${ips} addresses, ${slots} slots`;
    }
    for (const leak of answer.enis.shown) {
      const owner = leak.lastOwner === null ? "" : `, last of ${leak.lastOwner}`;
      const since =
        leak.unownedSince === null ? "age unknown" : `since ${new Date(leak.unownedSince.at).toISOString()}`;
      yield `  ${leak.eni}  ${en.leakClasses[leak.class]}, ${since}${owner}: ${en.safeties[leak.safe]}. ${en.safetyReasons[leak.because]}`;
    }
    yield* more(answer.enis);
  },
  *settings(answer) {
    yield en.settings(answer);
    for (const { setting, where, declared, isDeclaredKnown, values } of answer.rows) {
      yield `  ${setting} (${where}): declared ${isDeclaredKnown ? (declared ?? "nothing") : en.unknown}`;
      for (const { raw, effective, nodes } of values) {
        const on = nodes.total === 0 ? "" : ` on ${some(nodes.shown, nodes.total)}`;
        yield `    runs with ${raw ?? "nothing"}, which means ${effective ?? en.unknown}${on}`;
      }
    }
    for (const cell of answer.cells) {
      yield `  ${cell.mode}, ${en.features[cell.feature]}: ${en.cellEffects[cell.effect]}. ${en.cell(cell)}`;
    }
  },
};

const marks = { yes: "+", no: "-", unknown: "?", "not-applicable": " " } as const;
const mostNamed = 5;

function some(names: readonly string[], total: number): string {
  const rest = total - Math.min(total, mostNamed);
  return `${names.slice(0, mostNamed).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function* more({ total, shown }: { readonly total: number; readonly shown: readonly unknown[] }): Iterable<string> {
  if (total > shown.length) yield `  and ${total - shown.length} more`;
}

function* findings(ids: readonly string[]): Iterable<string> {
  if (ids.length > 0) yield `  findings: ${ids.join(", ")}`;
}

function nameWith(id: string, names: Readonly<Record<string, string>>): string {
  const name = Object.hasOwn(names, id) ? names[id] : undefined;
  return name === undefined ? id : `${id} (${name})`;
}

function becauseOf({ rung, rule, code, facts, subjects }: BrokenRung, told: Told): string {
  if (rule === null || code === null) return `  ${en.brokenRungs[rung]}`;
  return `  ${code}  ${sentenceOf({ rule, facts, subjects }, told)}`;
}

/** What a check says, as `check` prints it. */
function sentenceOf(
  { rule, facts, subjects }: Pick<SpokenCause, "rule" | "subjects"> & { readonly facts: Facts },
  { cluster, region }: Told,
): string {
  const words = (checks as Readonly<Record<string, Words>>)[rule];
  return words === undefined ? rule : words.describe({ facts, subjects, cluster, region });
}
