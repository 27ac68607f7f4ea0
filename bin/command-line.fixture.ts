import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll } from "vitest";

export const root = join(import.meta.dirname, "..");
export const ironman = join(root, "public/recordings/ironman-2022.ndjson");

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `bin/trunkscope` as a user would. */
export async function trunkscope(...args: readonly string[]): Promise<Outcome> {
  try {
    return { code: 0, ...(await promisify(execFile)(join(root, "bin/trunkscope"), args, { maxBuffer: 1e9 })) };
  } catch (error) {
    const { code, stdout, stderr } = error as Outcome;
    return { code, stdout, stderr };
  }
}

/** A folder of the test file's own, gone when it ends. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "trunkscope-"));
  afterAll(() => rm(folder, { recursive: true }));
  return folder;
}
