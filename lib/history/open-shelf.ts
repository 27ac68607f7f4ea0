import { existsSync, mkdirSync, renameSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { HistoryStatus } from "./history.ts";
import { HistoryInUseError } from "./history-trouble.ts";
import { Shelf } from "./shelf.ts";
import { sqliteTrouble } from "./sqlite-trouble.ts";

export interface OpenedShelf {
  readonly shelf: Shelf;
  readonly status: HistoryStatus;
}

/** Opens the file, moving a damaged one aside; falls back to memory where the disk refuses. Throws `HistoryInUseError`. */
export function openShelf(file: string | null, now: number): OpenedShelf {
  if (file === null) return inMemory("History is kept in memory only: it ends with this process.");
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return { shelf: new Shelf(file), status: { state: "kept", message: "History is kept on disk." } };
  } catch (error) {
    return recovered(error, file, now);
  }
}

/** What can be done about an error of the store; errors that are not the store's are bugs and go on. */
function recovered(error: unknown, file: string, now: number): OpenedShelf {
  switch (sqliteTrouble(error)) {
    case "in-use":
      throw new HistoryInUseError(
        `The history ${basename(file)} is in use by another process. Stop that one, or give this one its own dataDirectory.`,
        { cause: error },
      );
    case "damaged":
      return replaceDamaged(file, now);
    case "full":
      return inMemory("The disk is full: history is kept in memory only. Make room and start again.");
    case "unwritable":
    case "other":
      return inMemory(
        `The directory for history cannot be written: history is kept in memory only. (${reasonOf(error)})`,
      );
    case null:
      throw error;
  }
}

/** A damaged file is evidence and may be mended: it is moved aside, never deleted. */
export function replaceDamaged(file: string, now: number): OpenedShelf {
  const aside = `${file}.damaged-${new Date(now).toISOString().replaceAll(/[:.]/g, "-")}`;
  try {
    for (const end of ["-wal", "-shm"]) if (existsSync(file + end)) renameSync(file + end, aside + end);
    renameSync(file, aside);
    const message = `The history was damaged. It was moved to ${basename(aside)}, and a new one begins now.`;
    return { shelf: new Shelf(file), status: { state: "damaged", message } };
  } catch (error) {
    return inMemory(
      `The history is damaged and cannot be moved aside: history is kept in memory only. (${reasonOf(error)})`,
      "damaged",
    );
  }
}

function inMemory(message: string, state: HistoryStatus["state"] = "memory"): OpenedShelf {
  return { shelf: new Shelf(":memory:"), status: { state, message } };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "errstr" in error ? String(error.errstr) : "code" in error ? String(error.code) : error.message;
}
