import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { groupings } from "../../lib/diagram/grouping.ts";
import { pictureOf } from "../../lib/diagram/picture.ts";
import { exportAs, formatNames } from "../../lib/export/index.ts";
import { kindNames } from "../../lib/export/names.ts";
import { matchAll } from "../../lib/query/match-all.ts";
import { parseQuery } from "../../lib/query/parse.ts";
import type { Query } from "../../lib/query/query.ts";
import { spanOf } from "../../lib/recording/recording.ts";
import { snapshotAt } from "../../lib/snapshot/replay.ts";
import type { ResourceKind } from "../../lib/topology/resources.ts";
import { openRecording, parseMoment } from "../recording-file.ts";
import { UsageError } from "../verb.ts";

export const help = `
Usage: trunkscope export FILE --format FORMAT [--at TIME] [--query QUERY] [-o FILE]

Writes what a recording shows at one moment, for other tools and for people. docs/export.md describes the formats.

  FILE               a recording (NDJSON); - reads standard input
  --format FORMAT    ${formatNames.join(", ")}
  --at TIME          ISO 8601 or epoch milliseconds; the recording's last moment when left out
  --query QUERY      only what matches, in the language of the search field; drawings dim or leave out the rest
  -o, --output FILE  where to write it; standard output when left out

  --kinds LIST       csv: kinds of resources, such as branch,pod
  --columns LIST     csv: fields, such as id,vlan,unownedSince.at
  --bom              csv: begin with a byte order mark
  --group BY         svg: ${groupings.join(", ")}
  --theme THEME      svg: light (default), dark, or auto

Example: trunkscope export public/recordings/ironman-2022.ndjson --format csv --query 'kind:branch'
Exit codes: 0 written, 2 bad input.
`;

const themes = ["light", "dark", "auto"] as const;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: "string" },
      at: { type: "string" },
      query: { type: "string", default: "" },
      output: { type: "string", short: "o" },
      kinds: { type: "string" },
      columns: { type: "string" },
      bom: { type: "boolean", default: false },
      group: { type: "string", default: "zone" },
      theme: { type: "string", default: "light" },
    },
  });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageError("name one recording");
  if (values.format === undefined) throw new UsageError(`--format is missing: ${formatNames.join(", ")}`);
  const format = oneOf("format", formatNames, values.format);
  const grouping = oneOf("group", groupings, values.group);
  const theme = oneOf("theme", themes, values.theme);
  const kinds = values.kinds?.split(",").map((kind) => oneOf("kind", Object.keys(kindNames) as ResourceKind[], kind));
  const columns = values.columns?.split(",").filter((column) => column !== "");

  const query = readQuery(values.query);

  const recording = await openRecording(file);
  const span = spanOf(recording);
  if (span === null) throw new UsageError(`${file}: the recording is empty`);
  const at = values.at === undefined ? span.to : parseMoment(values.at);
  if (at < span.from) throw new UsageError(`the recording begins later, at ${new Date(span.from).toISOString()}`);
  const snapshot = snapshotAt(recording, at);
  const { content } = exportAs(format, snapshot, {
    query: values.query,
    shown: query.kind === "all" ? null : matchAll(snapshot, query),
    picture: () => pictureOf(snapshot, grouping),
    theme,
    byteOrderMark: values.bom,
    ...(kinds && { kinds }),
    ...(columns && { columns }),
  });
  await write(content, values.output);
  return 0;
}

function readQuery(text: string): Query {
  const { query, error } = parseQuery(text);
  if (query) return query;
  const pointer = `${" ".repeat(error.at)}${"^".repeat(Math.max(1, error.length))}`;
  throw new UsageError(`--query: ${error.message}\n  ${text.replaceAll(/\s/g, " ")}\n  ${pointer}`);
}

function oneOf<T extends string>(what: string, all: readonly T[], text: string): T {
  const found = all.find((one) => one === text);
  if (found === undefined) throw new UsageError(`there is no ${what} "${text}": ${all.join(", ")}`);
  return found;
}

async function write(content: string, output: string | undefined): Promise<void> {
  if (output === undefined) {
    process.stdout.write(content);
    return;
  }
  try {
    await writeFile(output, content);
  } catch (error) {
    throw new UsageError(`cannot write ${output}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
