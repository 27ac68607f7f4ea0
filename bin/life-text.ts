import type { Evidence, Life, Proof, Step, StepState } from "../lib/life/life.ts";
import { printable } from "./host-text.ts";

/** A life as text: a line for each step, its evidence below it. */
export function* lifeLines({ steps, owners, earlier, since, next, interfaces, node, kind }: Life): Iterable<string> {
  if (node !== null && kind === "pod") yield `node        ${printable(node)}`;
  if (interfaces.length > 0) yield `interfaces  ${interfaces.join(", ")}`;
  yield `told from   ${moment(since)}`;
  yield "";
  for (const step of steps) yield* stepLines(step);
  yield "";
  yield next === null ? "nothing is awaited" : `next        ${next}`;
  for (const { pod, from, to } of owners)
    yield `owner       ${printable(pod)}, from ${moment(from)}${to === null ? "" : ` to ${moment(to)}`}`;
  for (const { uid, from, to } of earlier)
    yield `before it   ${uid ?? "another of this name"}, from ${moment(from)}${to === null ? "" : ` to ${moment(to)}`}`;
}

function* stepLines(step: Step): Iterable<string> {
  const { name, state, durationMs, due, checks, evidence, provedBy } = step;
  const code = step.step === name || step.step.replace("-", " ") === name ? "" : step.step;
  const marks = [`${signs[state]} ${code.padEnd(4)} ${name.padEnd(24)} ${state.padEnd(14)}`];
  if (step.at !== null) marks.push(timeOf(step));
  if (durationMs !== null) marks.push(`+${lasting(durationMs)}`);
  if (due !== null) marks.push(`due ${moment(due)}`);
  if ((state === "overdue" || state === "failed") && checks.length > 0) marks.push(checks.join(", "));
  if (provedBy !== null) marks.push(`would be seen in ${proofs[provedBy]}`);
  yield marks.join(" ").trimEnd();
  for (const one of evidence) yield `       ${evidenceText(one)}`;
}

function evidenceText({ collection, id, field, value, at, by, request, error, filled }: Evidence): string {
  const who = [by && `by ${by}`, request && `request ${request}`, error && `error ${error}`].filter(Boolean).join(", ");
  const why = filled === undefined ? "" : ` (filled in: ${filled})`;
  return printable(`${collection}/${id} ${field} = ${value}, ${moment(at)}${who === "" ? "" : `, ${who}`}${why}`);
}

function timeOf({ at, notBefore, exactness }: Step): string {
  if (at === null) return "";
  if (exactness === "before") return `by ${moment(at)}`;
  return exactness === "between" && notBefore !== null && notBefore < at
    ? `${moment(notBefore)} .. ${moment(at)}`
    : moment(at);
}

function moment(at: number): string {
  return new Date(at).toISOString();
}

export function lasting(ms: number): string {
  if (ms < 60_000) return `${ms / 1000} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((ms % 60_000) / 1000)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const signs: Readonly<Record<StepState, string>> = {
  reached: "*",
  failed: "x",
  overdue: "!",
  next: ">",
  "not-reached": ".",
  "not-observable": "?",
};

const proofs: Readonly<Record<Proof, string>> = {
  "audit-log": "the Kubernetes audit log",
  cloudtrail: "CloudTrail",
  "cni-nodes": "the CNINode",
  conditions: "the conditions of its status",
  events: "its events",
  "host-output": "output of its node (trunkscope path)",
  interfaces: "EC2's interfaces",
  "ipamd-log": "ipamd's log on its node",
  nodes: "the Node",
  pods: "the Pod",
};
