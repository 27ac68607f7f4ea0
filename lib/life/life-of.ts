import type { Change } from "../recording/change.ts";
import type { Recording } from "../recording/recording.ts";
import { Chronicle, type Followed } from "./chronicle.ts";
import type { Life, SubjectKind } from "./life.ts";
import { eniLife, nodeLife, podLife } from "./lives.ts";

export interface Subject {
  readonly kind: SubjectKind;
  /** `namespace/name`, a node's name, or an ENI's id. */
  readonly id: string;
}

/** How a caller that has its changes elsewhere lets a chronicle read them; it may pause between them. */
export type Reader = (followed: Followed) => Promise<Chronicle>;

/** The life of a Pod, node or ENI up to a moment (epoch milliseconds); `null` when the recording never speaks of it. */
export function lifeOf(recording: Recording, subject: Subject, at: number): Life | null {
  const read = (followed: Followed) => chronicleOf(recording, followed, at);
  const first = read(followedFor(subject));
  const branches = branchesToFollow(first, subject);
  return lifeIn(first, branches === null ? first : read(branches), subject, at);
}

/** The same, of changes that are read bit by bit. */
export async function lifeFrom(read: Reader, subject: Subject, at: number): Promise<Life | null> {
  const first = await read(followedFor(subject));
  const branches = branchesToFollow(first, subject);
  return lifeIn(first, branches === null ? first : await read(branches), subject, at);
}

/** Reads a recording up to a moment. */
export function chronicleOf({ header, changes }: Recording, followed: Followed, at: number): Chronicle {
  const chronicle = new Chronicle(followed, header, at);
  for (const change of upTo(changes, at)) chronicle.take(change);
  return chronicle;
}

function followedFor({ kind, id }: Subject): Followed {
  const isIt = (one: string) => one === id;
  if (kind === "pod") return { pod: isIt };
  return kind === "node" ? { node: isIt } : { eni: isIt, owners: true };
}

/** Which ENI a Pod got is known only when it was annotated, and the ENI is older than that: its life takes a second look. */
function branchesToFollow(chronicle: Chronicle, { kind, id }: Subject): Followed | null {
  const ids = new Set(chronicle.pods.get(id)?.eniIds);
  return kind === "pod" && ids.size > 0 ? { eni: (one) => ids.has(one) } : null;
}

function lifeIn(chronicle: Chronicle, branches: Chronicle, { kind, id }: Subject, at: number): Life | null {
  if (kind === "pod") {
    const track = chronicle.pods.get(id);
    return track === undefined ? null : podLife(chronicle, track, branches.enis.get(track.eniIds[0] ?? ""), at);
  }
  if (kind === "node") {
    const track = chronicle.nodes.get(id);
    return track === undefined ? null : nodeLife(chronicle, track, at);
  }
  const track = chronicle.enis.get(id);
  return track === undefined ? null : eniLife(chronicle, track, at);
}

function* upTo(changes: Iterable<Change>, at: number): Iterable<Change> {
  for (const change of changes) {
    if (change.at > at) return;
    yield change;
  }
}
