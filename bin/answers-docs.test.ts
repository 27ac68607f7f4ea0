import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { answerNames } from "../lib/diagnosis/answers/answer-names.ts";
import { groupsReasons, groupsVerdicts } from "../lib/diagnosis/answers/groups-verdict.ts";
import { holderVerdicts, releaseSteps } from "../lib/diagnosis/answers/holders.ts";
import { leakClasses, safeties, safetyReasons } from "../lib/diagnosis/answers/leaks.ts";
import { nodeCauseNames } from "../lib/diagnosis/answers/node-causes.ts";
import { waitingStates } from "../lib/diagnosis/answers/pod-waiting.ts";
import { rungs } from "../lib/diagnosis/answers/rungs.ts";
import { cellEffects, features } from "../lib/diagnosis/answers/settings-cells.ts";

test("docs/api.md names every question, and every code that an answer may have", async () => {
  const text = await readFile(join(import.meta.dirname, "../docs/api.md"), "utf8");
  const words = new Set([...text.matchAll(/`([^`]+)`/g)].map(([, word]) => word));
  const groups = [...groupsVerdicts, ...groupsReasons];
  const leaks = [...leakClasses, ...safeties, ...safetyReasons, ...holderVerdicts, ...releaseSteps];
  const nodes = [...nodeCauseNames, ...waitingStates, ...rungs, ...cellEffects, ...features];
  expect([...answerNames, ...groups, ...leaks, ...nodes].filter((code) => !words.has(code))).toEqual([]);
});
