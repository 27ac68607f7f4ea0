import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Latency } from "../../lib/life/latency.ts";
import type { Life } from "../../lib/life/life.ts";
import { writeRecording } from "../../lib/recording/ndjson.ts";
import { living } from "../../lib/simulator/living.ts";
import { record } from "../../lib/simulator/record.ts";
import { simulate } from "../../lib/simulator/simulate.ts";
import { branchCreated, roleArn } from "../../lib/sources/dump/logs.fixture.ts";
import { ironman, scratchFolder, trunkscope } from "../command-line.fixture.ts";

const scenario = living();
const scratch = await scratchFolder();
const file = join(scratch, "living.ndjson");
const until = scenario.start + 6 * 60_000;
await writeFile(file, writeRecording(record(simulate(scenario), { until, everyMs: 5_000 })));

async function life(...args: readonly string[]): Promise<Life> {
  return JSON.parse((await trunkscope("life", ...args, "--format", "json")).stdout).life;
}

describe("trunkscope life", () => {
  test("tells the published Pod's steps with what shows each, and what would show the rest", async () => {
    const { code, stdout } = await trunkscope("life", "pod", "default/aws-cli", ironman);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\* P7 +annotated +reached +by 2022-09-29T10:29:58/);
    expect(stdout).toMatch(/\? C2 +host network built +not-observable would be seen in output of its node/);
    expect(stdout).toContain("interfaces/eni-09a7a909e06fc4be6 status = in-use");
  });

  test("tells of a node and of an ENI as JSON", async () => {
    expect(await life("node", "ip-192-168-31-166", ironman)).toMatchObject({ kind: "node", reached: "N4" });
    expect(await life("eni", "eni-09a7a909e06fc4be6", ironman)).toMatchObject({
      kind: "eni",
      reached: "in-use",
      owners: [{ pod: "default/aws-cli", to: null }],
    });
  });

  test("tells of a cluster how long its Pods took", async () => {
    const { stdout } = await trunkscope("life", "cluster", file, "--format", "json");
    const { latency } = JSON.parse(stdout) as { latency: Latency };
    expect(latency.pods).toBeGreaterThan(30);
    expect(latency.allocation.spread?.count).toBe(
      latency.allocation.histogram.reduce((sum, { count }) => sum + count, 0),
    );
    expect(latency.slowest[0]?.allocationMs).toBe(latency.allocation.spread?.mostMs);
    const { code, stdout: text } = await trunkscope("life", "cluster", file);
    expect(code).toBe(latency.stuck.length > 0 ? 1 : 0);
    expect(text).toContain("allocation, from being bound to the annotation");
  });

  test("joins the logs that were added to a recording", async () => {
    const eni = "eni-09a7a909e06fc4be6";
    const at = Date.UTC(2022, 8, 29, 10, 29, 50);
    const logs = join(scratch, "logs");
    await mkdir(logs);
    const records = [branchCreated("t1", at, eni, "eni-01f7b73cf13962fe5")];
    await writeFile(join(logs, "trail.json.gz"), gzipSync(JSON.stringify({ Records: records })));
    const joined = join(scratch, "joined.ndjson");
    const { code, stderr } = await trunkscope("import", logs, "--into", ironman, "-o", joined);
    expect([code, stderr]).toEqual([0, expect.stringContaining("added    0 auditEvents, 1 apiCalls to ironman-2022")]);
    const { steps } = await life("eni", eni, joined);
    expect(steps[0]).toMatchObject({ step: "created", at, exactness: "stated" });
    expect(steps[0]?.evidence).toContainEqual(
      expect.objectContaining({ source: "cloudtrail", by: roleArn, request: "request-t1" }),
    );
  });

  test.each([
    [["life"], "say pod, node or eni"],
    [["life", "pod", "default/aws-clo", ironman], "Did you mean default/aws-cli?"],
    [["life", "service", "x", ironman], "say pod, node or eni"],
    [["life", "pod", "default/aws-cli", ironman, "--format", "xml"], 'there is no format "xml"'],
    [["life", "pod", "default/aws-cli", ironman, "--at", "2020-01-01T00:00:00Z"], "the recording begins later"],
    [["life", "cluster", "nowhere.ndjson"], "there is no such file"],
  ])("%j is bad input and says why", async (args, message) => {
    const { code, stdout, stderr } = await trunkscope(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});
