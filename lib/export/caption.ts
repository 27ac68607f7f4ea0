import type { Snapshot } from "../snapshot/snapshot.ts";
import { type SourceAge, sourceAges } from "../snapshot/source-ages.ts";
import type { ExportView } from "./export.ts";
import { countOf, durationOf, grouped, isoOf, shorten, visible } from "./text.ts";

/** What every export says of itself, as data. */
export interface Caption {
  readonly by: "Trunkscope";
  readonly cluster: string;
  readonly region: string | null;
  readonly about: string | null;
  readonly mode: Snapshot["mode"];
  /** The moment shown, ISO 8601. */
  readonly moment: string;
  readonly filter: { readonly query: string; readonly shown: number; readonly of: number };
  readonly sources: readonly SourceAge[];
  /** Facts that were filled in and not observed, by path, with the reason. */
  readonly filled: Readonly<Record<string, string>>;
}

const longest = 600;

type Seen = Pick<ExportView, "query" | "shown">;

export function captionOf(snapshot: Snapshot, { query, shown }: Seen): Caption {
  const { cluster, region, about, mode, at, filled, resources } = snapshot;
  const matches = shown === null ? resources.length : resources.filter(({ id }) => shown.has(id)).length;
  return {
    by: "Trunkscope",
    cluster,
    region,
    about,
    mode,
    moment: isoOf(at),
    filter: { query, shown: matches, of: resources.length },
    sources: sourceAges(snapshot),
    filled,
  };
}

/** The caption for people: one fact per line, safe to look at, not yet escaped for any format. */
export function captionLines(caption: Caption): string[] {
  const { cluster, region, mode, moment } = caption;
  return [
    `Trunkscope: cluster ${cluster}${region === null ? "" : ` in ${region}`}, ${mode === "live" ? "live" : "from a recording"}`,
    `Moment: ${moment}`,
    `Filter: ${filterText(caption)}`,
    ...caption.sources.map((source) => `Data age: ${ageText(source)}`),
    ...failureTexts(caption).map((text) => `Cannot be read: ${text}`),
    `Filled in, not observed: ${filledText(caption)}`,
  ].map((line) => shorten(visible(line), longest));
}

export function filterText({ filter: { query, shown, of } }: Caption): string {
  const what = query === "" ? (shown === of ? "none" : "a selection") : query;
  return `${what}; ${grouped(shown)} of ${countOf(of, "resource")}`;
}

export const sourceNames: Readonly<Record<SourceAge["source"], string>> = {
  ec2: "EC2",
  kubernetes: "Kubernetes",
  eks: "EKS",
  audit: "the audit log",
  cloudtrail: "CloudTrail",
};

export function ageText({ source, oldest, collections }: SourceAge): string {
  const name = sourceNames[source];
  if (oldest === null || oldest.ageSeconds === null || oldest.readAt === null) return `${name} was never read`;
  const unread = collections.filter(({ readAt }) => readAt === null).map(({ collection }) => collection);
  const age = `${name} ${durationOf(oldest.ageSeconds)} (${oldest.collection}, read ${isoOf(oldest.readAt)})`;
  return unread.length === 0 ? age : `${age}; never read: ${unread.join(", ")}`;
}

/** Why collections cannot be read, one text each. */
export function failureTexts({ sources }: Caption): string[] {
  return sources.flatMap(({ collections }) =>
    collections.flatMap(({ collection, failure }) =>
      failure === null ? [] : [`${collection} (${failure.code}: ${failure.message})`],
    ),
  );
}

function filledText({ filled }: Caption): string {
  const entries = Object.entries(filled);
  const [first] = entries;
  if (!first) return "nothing";
  const [path, reason] = first;
  const rest = entries.length - 1;
  return `${path} (${reason})${rest === 0 ? "" : ` and ${countOf(rest, "more fact")}`}`;
}
