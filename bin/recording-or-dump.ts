import { statSync } from "node:fs";
import type { Recording } from "../lib/recording/recording.ts";
import { importDump } from "../lib/sources/dump/import-dump.ts";
import { openRecording } from "./recording-file.ts";
import { UsageError } from "./verb.ts";

/** Opens a recording, or makes one of a directory of plain dumps; `-` reads a recording from standard input. What is wrong in it goes to stderr. */
export async function openRecordingOrDump(path: string): Promise<Recording> {
  if (path === "-" || !isDirectory(path)) return openRecording(path);
  const { recording, notes } = importDump(path);
  for (const { kind, file, message } of notes) {
    if (kind === "broken" || kind === "warning") process.stderr.write(`trunkscope: ${file ?? path}: ${message}\n`);
  }
  if (recording === null) throw new UsageError(`${path}: nothing usable in this directory`);
  return recording;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
