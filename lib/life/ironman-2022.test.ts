import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readRecording } from "../recording/ndjson.ts";
import { spanOf } from "../recording/recording.ts";
import type { SubjectKind } from "./life.ts";
import { lifeOf } from "./life-of.ts";

const file = join(import.meta.dirname, "../../public/recordings/ironman-2022.ndjson");
const { recording } = readRecording(readFileSync(file, "utf8"));
if (recording === null) throw new Error("the published recording cannot be read");
const at = spanOf(recording)?.to ?? 0;
const attachedAt = Date.UTC(2022, 8, 29, 10, 29, 58);

function told(kind: SubjectKind, id: string) {
  const life = recording && lifeOf(recording, { kind, id }, at);
  if (!life) throw new Error(`nothing is told of ${id}`);
  return { life, states: Object.fromEntries(life.steps.map(({ step, state }) => [step, state])) };
}

describe("the published cluster", () => {
  test("the Pod is followed to its address, and what was not printed is not claimed", () => {
    const { life, states } = told("pod", "default/aws-cli");
    expect(states).toEqual({
      P1: "reached",
      P3: "reached",
      P4: "not-observable",
      P5: "reached",
      P6: "reached",
      P7: "reached",
      C1: "not-observable",
      C2: "not-observable",
      C3: "reached",
      C4: "not-observable",
      D0: "not-reached",
      D1: "not-reached",
      D2: "not-reached",
      D3: "not-observable",
      D4: "not-reached",
    });
    expect(life).toMatchObject({ reached: "C3", next: null, interfaces: ["eni-09a7a909e06fc4be6"] });
  });

  test("no step of the Pod has a time, for the article prints none", () => {
    const { life } = told("pod", "default/aws-cli");
    const reached = life.steps.filter(({ state }) => state === "reached");
    expect(reached.map(({ exactness }) => exactness)).toEqual(reached.map(() => "before"));
    expect(life.steps.map(({ durationMs }) => durationMs)).toEqual(life.steps.map(() => null));
  });

  test("what was filled in says so", () => {
    const { life } = told("pod", "default/aws-cli");
    const filled = life.steps.flatMap(({ step, evidence }) =>
      evidence.map(({ filled: why }) => [step, why !== undefined]),
    );
    expect(filled).toContainEqual(["P1", true]);
    expect(filled).toContainEqual(["P7", false]);
  });

  test("the node's trunk was attached at the one time that is printed", () => {
    const { life, states } = told("node", "ip-192-168-31-166");
    expect(states).toEqual({
      N0: "reached",
      N1: "not-observable",
      N2: "not-observable",
      N3: "reached",
      N4: "reached",
      N5: "not-observable",
      N6: "not-observable",
      N8: "not-reached",
    });
    expect(life.steps.find(({ step }) => step === "N4")).toMatchObject({ at: attachedAt, exactness: "stated" });
    expect(life.interfaces).toEqual(["eni-01f7b73cf13962fe5"]);
  });

  test("the branch is in use, and its owner is named", () => {
    const { life, states } = told("eni", "eni-09a7a909e06fc4be6");
    expect(states).toMatchObject({
      created: "reached",
      "in-use": "reached",
      unowned: "not-reached",
      gone: "not-reached",
    });
    expect(life.owners).toMatchObject([{ pod: "default/aws-cli", to: null }]);
  });

  test("of what the recording never speaks of nothing is told", () => {
    expect(recording && lifeOf(recording, { kind: "pod", id: "default/other" }, at)).toBeNull();
  });
});
