import type { Chronicle } from "./chronicle.ts";
import { climb } from "./climb.ts";
import type { EniTrack } from "./eni-track.ts";
import { attachedLadder, branchLadder, branchPodLadder, nodeLadder, plainPodLadder } from "./ladders.ts";
import type { Life, Step } from "./life.ts";
import { Marks } from "./marks.ts";
import type { NodeTrack } from "./node-track.ts";
import type { PodTrack } from "./pod-track.ts";

const nothing: ReadonlySet<string> = new Set();

/** The life of one Pod, with that of its branch where it was followed. */
export function podLife(chronicle: Chronicle, track: PodTrack, branch: EniTrack | undefined, now: number): Life {
  const { id, uid, node, eniIds } = track;
  return {
    ...lifeOf("pod", id, uid, chronicle, now, podSteps(chronicle, track, branch, now)),
    interfaces: eniIds,
    node,
    earlier: chronicle.earlierPods
      .filter((earlier) => earlier.id === id && earlier !== track)
      .map((earlier) => ({ uid: earlier.uid, from: earlier.from, to: earlier.marks.get("D1")?.at ?? null })),
  };
}

/** Its steps alone: of many Pods, what came before each does not matter. */
export function podSteps(chronicle: Chronicle, track: PodTrack, branch: EniTrack | undefined, now: number): Step[] {
  const { eniIds } = track;
  const isFailedOpen = track.marks.has("P0x");
  const ladder = track.asksForBranch && !isFailedOpen ? branchPodLadder : plainPodLadder;
  const marks = podMarks(track, branch, chronicle);
  const blind = new Set(track.blind);
  // What became of a branch that nobody saw is not known.
  if (branch === undefined || !branch.marks.has("created")) for (const step of ["D2", "D4"]) blind.add(step);
  if (eniIds.length === 0) for (const step of ["D2", "D4"]) blind.add(step);
  if (!track.wasSeen) for (const { step } of ladder) if (!step.startsWith("D")) blind.add(step);
  return climb(ladder, {
    marks,
    now,
    releaseSeconds: chronicle.releaseSeconds,
    wasRead: chronicle.past.wasRead,
    blind,
    isOver: marks.has("D4") || (marks.has("D1") && eniIds.length === 0),
  });
}

export function nodeLife(chronicle: Chronicle, track: NodeTrack, now: number): Life {
  const trunks = chronicle.trunksOf(track);
  for (const trunk of trunks) track.takeTrunk(trunk);
  const { id, uid, marks, podEni } = track;
  const steps = climb(nodeLadder, {
    marks,
    now,
    releaseSeconds: chronicle.releaseSeconds,
    wasRead: chronicle.past.wasRead,
    blind: track.blind,
    isOver: marks.has("N8"),
  });
  const shown = podEni === true || marks.has("N2") ? steps : steps.map(unasked);
  return {
    ...lifeOf("node", id, uid, chronicle, now, shown),
    interfaces: trunks.map((trunk) => trunk.id),
    node: id,
    earlier: chronicle.earlierNodes
      .filter((earlier) => earlier.id === id)
      .map((earlier) => ({ uid: earlier.uid, from: earlier.from, to: earlier.marks.get("N8")?.at ?? null })),
  };
}

export function eniLife(chronicle: Chronicle, track: EniTrack, now: number): Life {
  const { id, marks } = track;
  const isBranch = track.kind === "branch" || marks.has("annotated") || marks.has("associated");
  const told = new Marks();
  marks.copyTo(told, Object.fromEntries((isBranch ? branchLadder : attachedLadder).map(({ step }) => [step, step])));
  const unowned = marks.get("unowned");
  if (unowned !== undefined && stayed(track, unowned.at, chronicle)) {
    const status = chronicle.past.evidence("interfaces", id, "status", track.status ?? "listed", unowned.at);
    told.see("cooling", unowned, status);
  }
  const steps = climb(isBranch ? branchLadder : attachedLadder, {
    marks: told,
    now,
    releaseSeconds: chronicle.releaseSeconds,
    wasRead: chronicle.past.wasRead,
    blind: nothing,
    isOver: told.has("gone"),
  });
  return { ...lifeOf("eni", id, null, chronicle, now, steps), owners: track.owners };
}

function lifeOf(
  kind: Life["kind"],
  id: string,
  uid: string | null,
  { past }: Chronicle,
  at: number,
  steps: Step[],
): Life {
  return {
    kind,
    id,
    uid,
    at,
    since: past.since,
    steps,
    reached: steps.findLast(({ state }) => state === "reached")?.step ?? null,
    next: steps.find(({ state }) => state === "next" || state === "overdue")?.step ?? null,
    interfaces: [],
    node: null,
    owners: [],
    earlier: [],
  };
}

const podStepNames = Object.fromEntries([...branchPodLadder, ...plainPodLadder].map(({ step }) => [step, step]));
const askedSteps = { ...podStepNames, admitted: "P1" };
const plainSteps = { ...podStepNames, admitted: "P0" };

function podMarks(track: PodTrack, branch: EniTrack | undefined, chronicle: Chronicle): Marks {
  const marks = new Marks();
  track.marks.copyTo(marks, track.asksForBranch && !track.marks.has("P0x") ? askedSteps : plainSteps);
  if (branch === undefined) return marks;
  branch.marks.copyTo(marks, {
    created: "P5",
    associated: "P6",
    disassociated: "D3",
    "deletion-refused": "D5",
    gone: "D4",
  });
  const released = marks.get("D1");
  if (released !== undefined && stayed(branch, released.at, chronicle)) {
    const status = chronicle.past.evidence("interfaces", branch.id, "status", branch.status ?? "listed", released.at);
    marks.see("D2", released, status);
  }
  return marks;
}

/** Whether an ENI was still there after a moment. */
function stayed(eni: EniTrack, at: number, { past }: Chronicle): boolean {
  const gone = eni.marks.get("gone");
  if (gone === undefined) return eni.isThere && past.seen("interfaces").at >= at;
  return gone.isStated ? gone.at > at : (gone.notBefore ?? 0) >= at;
}

/** Nobody asked for a trunk on this node: none is awaited. */
function unasked(step: Step): Step {
  const isTrunk = step.step !== "N0" && step.step !== "N1";
  const isAwaited = step.state === "next" || step.state === "overdue";
  return isTrunk && isAwaited ? { ...step, state: "not-reached", due: null } : step;
}
