import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { emptyObservation } from "../recording/observation.ts";
import { HistoryInUseError } from "./history-trouble.ts";
import { openHistory } from "./store.ts";
import { observationAfter } from "./testing/growing.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "trunkscope-history-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const file = () => join(directory, "a.history");
const open = () =>
  openHistory({ file: file(), keepDays: 1e6, keepMegabytes: 1000, now: Date.now, observe: () => emptyObservation });

/** A process that appends until it is killed; `numbers` are those it said were kept. */
function appender() {
  const child = spawn(process.execPath, [new URL("testing/append-forever.ts", import.meta.url).pathname, file()], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let complaints = "";
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  const lines = () => said.split("\n").slice(0, -1);
  const says = (count: number) =>
    new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (chunk) => {
        said += chunk;
        if (lines().length > count) resolve();
      });
      child.once("exit", (code) => reject(new Error(`the appender ended with ${code}: ${complaints}`)));
    });
  return { child, says, last: () => Number(lines().at(-1)) };
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners("exit");
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}

describe("a history and its processes", () => {
  test("loses nothing that was kept to kill -9, again and again", { timeout: 60_000 }, async () => {
    for (let round = 0; round < 5; round++) {
      const { child, says, last } = appender();
      await says(300 + round * 217);
      await killed(child);
      const history = open();
      const kept = ((history.span()?.to ?? 0) - 1000) / 10;
      expect(history.status.state).toBe("kept");
      expect(kept).toBeGreaterThanOrEqual(last());
      expect(await history.observationAt(1e9)).toEqual(observationAfter(kept + 1));
      await history.close();
    }
  });

  test("are one to one: a second process is refused while the first lives", async () => {
    const { child, says } = appender();
    await says(5);
    expect(open).toThrow(HistoryInUseError);
    expect(open).toThrow(/a\.history is in use by another process/);
    await killed(child);
    await open().close();
  });
});
