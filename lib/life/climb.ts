import type { CollectionName } from "../recording/collections.ts";
import type { Step } from "./life.ts";
import type { Mark, Marks } from "./marks.ts";
import type { Rung } from "./rung.ts";

export interface Climbing {
  readonly marks: Marks;
  readonly now: number;
  readonly releaseSeconds: number;
  readonly wasRead: (collection: CollectionName) => boolean;
  /** Steps about which the objects that were read say nothing. */
  readonly blind: ReadonlySet<string>;
  /** Nothing is awaited any more. */
  readonly isOver: boolean;
}

/** The steps of a ladder as far as one subject came: what was reached, what comes next, what is late. */
export function climb(ladder: readonly Rung[], climbing: Climbing): Step[] {
  const { marks, blind, wasRead } = climbing;
  const rungs = ladder.filter(({ step, trouble }) => trouble === undefined || marks.has(step));
  // Trouble comes at any time, and again: it says nothing about the order.
  const inOrder = narrowed(rungs.map(({ step, trouble }) => (trouble === undefined ? marks.get(step) : undefined)));
  const bounds = rungs.map(({ step }, index) => inOrder[index] ?? marks.get(step));
  const last = rungs.findLastIndex(({ step, trouble }) => trouble === undefined && marks.has(step));
  const held = rungs.findLastIndex(({ trouble }, index) => trouble !== undefined && index > last);
  const isEnded = climbing.isOver || rungs[held]?.isEnd === true;
  const isObservable = ({ step, shownBy }: Rung) => !blind.has(step) && shownBy.some(wasRead);
  const next = isEnded
    ? -1
    : rungs.findIndex(
        (rung, index) => index > last && rung.trouble === undefined && rung.isWanted !== true && isObservable(rung),
      );
  // A step that only comes when it is wanted stands before the rest: that is not awaited.
  const wanted = rungs.findIndex(({ isWanted }, index) => isWanted === true && index > last);
  const awaited = wanted >= 0 && wanted < next ? -1 : next;

  let before: Mark | null = null;
  return rungs.map((rung, index): Step => {
    const mark = bounds[index] ?? null;
    const said = { step: rung.step, name: rung.name, checks: rung.checks ?? [] };
    if (mark !== null) {
      const durationMs =
        before === null || before.exactness === "before" || mark.exactness === "before"
          ? null
          : Math.max(0, mark.at - before.at);
      if (rung.trouble === undefined) before = mark;
      const isPatient = climbing.now < mark.at + (rung.graceSeconds ?? 0) * 1000;
      const isHeld = rung.trouble !== undefined && index > last && !climbing.isOver && !isPatient;
      const { at, notBefore, exactness, evidence } = mark;
      const state = isHeld ? (rung.trouble ?? "failed") : "reached";
      const bound = exactness === "between" ? notBefore : null;
      return { ...said, state, at, notBefore: bound, exactness, durationMs, due: null, evidence, provedBy: null };
    }
    const unseen = { ...said, at: null, notBefore: null, exactness: null, durationMs: null, due: null, evidence: [] };
    if (index < last || !isObservable(rung)) return { ...unseen, state: "not-observable", provedBy: rung.provedBy };
    if (index !== awaited) return { ...unseen, state: "not-reached", provedBy: null };
    const due = dueOf(rung, rungs[last], climbing);
    const state = due !== null && climbing.now > due ? "overdue" : "next";
    return { ...unseen, state, due, provedBy: null };
  });
}

function dueOf({ within, since }: Rung, last: Rung | undefined, { marks, releaseSeconds }: Climbing): number | null {
  const from = marks.get(since ?? last?.step ?? "");
  if (within === undefined || from === undefined) return null;
  return from.at + (within === "release" ? releaseSeconds : within) * 1000;
}

/** A step was not reached after the one that follows it, nor before the one it follows: bounds that were only seen give way. */
function narrowed(marks: readonly (Mark | undefined)[]): (Mark | undefined)[] {
  const result = [...marks];
  let latest = Number.POSITIVE_INFINITY;
  for (let index = result.length - 1; index >= 0; index--) {
    const mark = result[index];
    if (mark === undefined) continue;
    if (!mark.isStated && mark.at > latest) result[index] = { ...mark, at: latest };
    latest = Math.min(latest, result[index]?.at ?? latest);
  }
  let earliest: number | null = null;
  for (const [index, mark] of result.entries()) {
    if (mark === undefined) continue;
    if (!mark.isStated && mark.notBefore !== null && earliest !== null && mark.notBefore < earliest) {
      result[index] = { ...mark, notBefore: Math.min(earliest, mark.at) };
    }
    if (mark.isStated) earliest = mark.at;
  }
  return result;
}
