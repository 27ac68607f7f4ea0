import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkFormats } from "../../lib/export/check/index.ts";
import { writeRecording } from "../../lib/recording/ndjson.ts";
import { record } from "../../lib/simulator/record.ts";
import type { Scenario } from "../../lib/simulator/scenario.ts";
import { scenarios } from "../../lib/simulator/scenarios.ts";
import { simulate } from "../../lib/simulator/simulate.ts";
import { ironman, scratchFolder, trunkscope } from "../command-line.fixture.ts";

const scratch = await scratchFolder();
const minute = 60_000;

/** Ten minutes of a quiet cluster, seen every half a minute, with something done to it. */
async function recorded(name: string, change: Partial<Scenario>): Promise<string> {
  const scenario = { ...(scenarios["quiet"]?.() as Scenario), ...change };
  const file = join(scratch, `${name}.ndjson`);
  const recording = record(simulate(scenario), { until: scenario.start + 10 * minute, everyMs: minute / 2 });
  await writeFile(file, writeRecording(recording));
  return file;
}

const healthy = await recorded("healthy", {});
const silent = await recorded("silent", {
  faults: [{ name: "controller-down", from: minute, until: 60 * minute }],
});
const blind = await recorded("blind", {
  faults: [{ name: "blind", target: "leases", code: "Timeout", message: "no answer", from: 0, until: 60 * minute }],
});

describe("trunkscope check", () => {
  test("says nothing is wrong where nothing is", async () => {
    const { code, stdout } = await trunkscope("check", healthy, "--fail-on", "low");
    expect(stdout).toMatch(/\n\d+ findings?, 0 ignored, 0 not decided\n$/);
    expect(code).toBe(0);
  });

  test("a finding at the level is told with what it rests on, and fails", async () => {
    const { code, stdout } = await trunkscope("check", silent, "--format", "json");
    const { findings, undecided } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(findings[0]).toMatchObject({ code: "SGP-074", rule: "controller-silent", severity: "critical" });
    expect(findings[0].evidence[0]).toMatchObject({ collection: "leases", source: "kubernetes" });
    expect(findings[0].message).not.toBe("");
    expect(undecided).toEqual([]);
  });

  test("a check that cannot be decided is not clean", async () => {
    const { code, stdout } = await trunkscope("check", blind, "--format", "json");
    expect(JSON.parse(stdout).undecided).toMatchObject([
      { code: "SGP-074", reason: expect.stringContaining("Timeout") },
    ]);
    expect(code).toBe(2);
  });

  test("below the level nothing fails", async () => {
    const { code } = await trunkscope("check", silent, "--at", "2026-03-02T09:00:30Z");
    expect(code).toBe(0);
  });

  test.each(Object.keys(checkFormats))("%s names the check, and the cluster", async (format) => {
    const { code, stdout } = await trunkscope("check", silent, "--format", format);
    expect(code).toBe(1);
    for (const word of ["SGP-074", "quiet"]) expect(stdout).toContain(word);
  });

  test.each([
    [[], "name one recording"],
    [[ironman, "--format", "pdf"], 'there is no format "pdf"'],
    [[ironman, "--fail-on", "bad"], 'there is no level "bad"'],
    [[ironman, "--at", "1999-01-01T00:00:00Z"], "begins later"],
    [["--cluster", "nowhere", "--config", "none.yaml"], "configuration"],
  ])("%j is bad input: %s", async (args, message) => {
    const { code, stderr } = await trunkscope("check", ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
