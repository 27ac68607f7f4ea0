import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { readRecording } from "../lib/recording/ndjson.ts";
import type { Recording } from "../lib/recording/recording.ts";
import { UsageError } from "./verb.ts";

/** Opens a recording for a verb: problems go to stderr, a file that is no recording is bad input. `-` reads standard input. */
export async function openRecording(file: string): Promise<Recording> {
  const { recording, problems } = readRecording(await readText(file));
  if (recording === null) throw new UsageError(`${file}: ${problems[0]?.message ?? "not a recording"}`);
  for (const { line, message } of problems) process.stderr.write(`trunkscope: ${file}:${line}: ${message}\n`);
  return recording;
}

async function readText(file: string): Promise<string> {
  if (file === "-") return text(process.stdin);
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${reason(error)}`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a directory",
  EACCES: "no permission",
};

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

/** A moment on the command line: epoch milliseconds or ISO 8601, as epoch milliseconds. */
export function parseMoment(moment: string): number {
  const at = /^\d{11,}$/.test(moment) ? Number(moment) : Date.parse(moment);
  if (Number.isNaN(at))
    throw new UsageError(
      `"${moment}" is not a moment: use ISO 8601 such as 2022-09-29T10:30:00Z, or epoch milliseconds`,
    );
  return at;
}
