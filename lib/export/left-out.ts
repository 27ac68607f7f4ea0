import { kindNames } from "./names.ts";
import { countOf } from "./text.ts";
import type { Counts, Tree } from "./tree.ts";

/** What a drawing does not draw, one sentence per reason. */
export function leftOutLines({ apart }: Pick<Tree, "apart">, leftOut: Counts): string[] {
  const lines: string[] = [];
  if (leftOut.size > 0) lines.push(`Left out for size: ${listOf(leftOut)}. JSON and CSV have everything.`);
  if (apart.size > 0) lines.push(`Not drawn: ${listOf(apart)}.`);
  return lines;
}

function listOf(counts: Counts): string {
  const names = { zone: "zone", ...kindNames };
  return (Object.keys(names) as (keyof typeof names)[])
    .flatMap((kind) => (counts.has(kind) ? [countOf(counts.get(kind) ?? 0, names[kind])] : []))
    .join(", ");
}
