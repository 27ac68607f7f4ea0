import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { attachedLadder, branchLadder, branchPodLadder, nodeLadder, plainPodLadder } from "../lib/life/ladders.ts";

const text = await readFile(join(import.meta.dirname, "../docs/life.md"), "utf8");

test("docs/life.md names every step and every check of the ladders", () => {
  const pods = [...plainPodLadder, ...branchPodLadder];
  const steps = [...nodeLadder, ...pods].flatMap(({ step, checks = [] }) => [step, ...checks]);
  const names = [...branchLadder, ...attachedLadder].flatMap(({ name, trouble }) =>
    trouble === undefined ? name : [],
  );
  expect([...steps, ...names].filter((word) => !new RegExp(`\\b${word}\\b`).test(text))).toEqual([]);
});
