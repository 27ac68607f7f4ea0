import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readRecording } from "../../recording/ndjson.ts";
import { rules } from "../register.ts";
import { isSingleMoment } from "../single-moment.ts";
import { createWatch } from "../watch.ts";
import { allFindings } from "./claims.ts";
import { inquire } from "./inquiry.ts";
import { trunkOf } from "./node-trunk.ts";
import { compareGroups } from "./pod-groups.ts";

const folder = join(import.meta.dirname, "../../../public/recordings");
const files = readdirSync(folder).filter((name) => name.endsWith(".ndjson"));

function ended(file: string) {
  const { recording } = readRecording(readFileSync(join(folder, file), "utf8"));
  if (recording === null) throw new Error(`${file} is no recording`);
  const { header, changes } = recording;
  const cluster = header.eksName ?? header.cluster;
  const watch = createWatch({ rules, cluster, isSingleMoment: isSingleMoment(changes) });
  for (const change of changes) watch.advance(change);
  return inquire(watch);
}

/** Rules that tell of one node's way to a trunk. */
const ofLadder = new Set(["trunk-not-requested", "trunk-missing", "trunk-without-capacity", "allocatable-lags"]);
const ofGroups = new Set(["policy-not-enforced", "groups-drifted", "branch-without-policy"]);

describe.each(files)("%s", (file) => {
  const inquiry = ended(file);
  const findings = allFindings(inquiry.findings.values());

  test("the first broken rung of a node is what its findings say", () => {
    for (const { rule, subjects } of findings.filter((one) => ofLadder.has(one.rule))) {
      for (const id of subjects) {
        const host = inquiry.hosts.get(id);
        if (host?.node === undefined) continue;
        const { broken, hasTrunk } = trunkOf(inquiry, host);
        expect([id, hasTrunk]).toEqual([id, "no"]);
        expect([
          id,
          rule === broken?.rule || broken?.rule === "controller-silent" || broken?.rule === "eni-config-broken",
        ]).toEqual([id, true]);
      }
    }
  });

  test("who is accused of other groups than wanted is not told to be as wanted", () => {
    const accused = new Set(findings.filter(({ rule }) => ofGroups.has(rule)).flatMap(({ subjects }) => subjects));
    for (const host of inquiry.hosts.values()) {
      for (const hosted of host.pods) {
        if (!accused.has(hosted.pod.id)) continue;
        const { verdict } = compareGroups(inquiry, host, hosted);
        expect([hosted.pod.id, verdict]).toEqual([
          hosted.pod.id,
          expect.stringMatching(/not-enforced|differs|unasked/),
        ]);
      }
    }
  });
});
