import { statSync } from "node:fs";
import { type Change, compare } from "../../recording/change.ts";
import { emptyObservation, type Observation } from "../../recording/observation.ts";
import type { Header, Recording } from "../../recording/recording.ts";
import { filesBelow, maxBytes, reasonOf } from "./files.ts";
import { gather, type Read } from "./gather.ts";
import { clusterOf, regionOf } from "./identity.ts";
import type { Label } from "./label.ts";
import { momentOf } from "./moment.ts";
import { type Note, note } from "./notes.ts";
import { readFiles } from "./read-files.ts";

export interface ImportOptions {
  /** The moment of the dump, epoch milliseconds. Missing: the label's, else that of the newest file. */
  readonly at?: number;
  readonly cluster?: string;
  readonly region?: string;
}

export interface Imported {
  /** `null`: nothing in the directory could be used. */
  readonly recording: Recording | null;
  readonly notes: readonly Note[];
}

/**
 * A recording from a directory of what `aws ... --output json` and `kubectl get ... -o json` printed. Directories named by time are moments;
 * files beside them count for each. A collection that no file speaks of stays unread.
 */
export function importDump(directory: string, options: ImportOptions = {}): Imported {
  const refused = refusal(directory);
  if (refused) return { recording: null, notes: [refused] };
  const { files, notes: fileNotes } = filesBelow(directory);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > maxBytes) return { recording: null, notes: [...fileNotes, tooLarge(bytes)] };

  const { reads, notes: readNotes } = readFiles(files);
  const label = Object.assign({}, ...reads.flatMap(({ found }) => found.labels)) as Partial<Label>;
  const usable = reads.filter(({ found }) => found.collections.size + found.prefixListCidrs.length > 0);
  const notes = [...fileNotes, ...readNotes];
  if (!usable.some(({ found }) => found.collections.size > 0)) {
    return { recording: null, notes: [...notes, note("broken", "nothing usable in this directory")] };
  }
  const moments = momentsOf(usable, options.at ?? labelledAt(label));
  if (options.at !== undefined && moments.some(({ named }) => named)) {
    notes.push(note("warning", "--at has no effect: the names of the directories give the moments"));
  }

  const observations: Observation[] = [];
  for (const { at, reads: ofMoment } of moments) {
    const { observation, notes: momentNotes } = gather(ofMoment, at);
    observations.push(observation);
    notes.push(...momentNotes);
  }
  const { header, notes: headerNotes } = headerOf(observations, options, label);
  return { recording: { header, changes: changesOf(observations) }, notes: [...dedupe(notes), ...headerNotes] };
}

interface Moment {
  readonly at: number;
  /** A directory's name said it. */
  readonly named: boolean;
  readonly reads: readonly Read[];
}

/** The moments of a dump, oldest first: one per directory whose name is a time, else one for all. */
function momentsOf(reads: readonly Read[], at: number | undefined): Moment[] {
  const named = new Map<number, Read[]>();
  const shared: Read[] = [];
  for (const read of reads) {
    const moment = directoriesOf(read.file.name)
      .map(momentOf)
      .find((found) => found !== null);
    if (moment === undefined || moment === null) shared.push(read);
    else named.set(moment, [...(named.get(moment) ?? []), read]);
  }
  if (named.size === 0) {
    return [{ at: at ?? Math.max(...shared.map(({ file }) => file.modifiedAt)), named: false, reads: shared }];
  }
  return [...named]
    .sort(([a], [b]) => a - b)
    .map(([moment, own]) => ({ at: moment, named: true, reads: [...shared, ...own] }));
}

function directoriesOf(name: string): string[] {
  return name.split("/").slice(0, -1);
}

function changesOf(observations: readonly Observation[]): Change[] {
  return observations.map((observation, index) => compare(observations[index - 1] ?? emptyObservation, observation));
}

function headerOf(observations: readonly Observation[], options: ImportOptions, label: Partial<Label>) {
  const newestFirst = observations.toReversed();
  const first = (find: (observation: Observation) => string | undefined) =>
    newestFirst.map(find).find((found) => found !== undefined);
  const cluster = options.cluster ?? label.cluster ?? first(clusterOf);
  const region = options.region ?? label.region ?? first(regionOf);
  const header: Header = {
    cluster: cluster ?? "imported",
    ...(region === undefined ? {} : { region }),
    ...(label.about === undefined ? {} : { about: label.about }),
    ...(label.filled === undefined ? {} : { filled: label.filled }),
  };
  const unnamed = note("warning", 'nothing names the cluster: it is called "imported" (say --cluster NAME)');
  return { header, notes: cluster === undefined ? [unnamed] : [] };
}

function labelledAt({ at }: Partial<Label>): number | undefined {
  return at === undefined ? undefined : Date.parse(at);
}

function refusal(directory: string): Note | null {
  try {
    return statSync(directory).isDirectory() ? null : note("broken", "not a directory");
  } catch (error) {
    return note("broken", reasonOf(error));
  }
}

function tooLarge(bytes: number): Note {
  const megabytes = (count: number) => Math.ceil(count / 1024 / 1024);
  return note(
    "broken",
    `${megabytes(bytes)} MB in all, and ${megabytes(maxBytes)} MB is the most that is read: leave out what is not needed`,
  );
}

function dedupe(notes: readonly Note[]): Note[] {
  return [...new Map(notes.map((each) => [JSON.stringify(each), each])).values()];
}
