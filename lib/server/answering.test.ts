import { describe, expect, test } from "vitest";
import { answerNames, answerSubjects } from "../diagnosis/answers/answer-names.ts";
import { openHistory } from "../history/store.ts";
import { living } from "../simulator/living.ts";
import { simulate } from "../simulator/simulate.ts";
import { answer } from "./answers.ts";
import { Engine } from "./engine.ts";
import type { Feed } from "./feeds/feed.ts";

/** A cluster that is watched for five minutes. */
function livingFeed(): Feed {
  const cluster = "prod";
  const simulation = simulate({ ...living(), cluster });
  const engine = new Engine({ header: { cluster, region: "eu-west-1" }, mode: "live", cluster, firstRevision: 1 });
  const history = openHistory({
    file: null,
    keepDays: 10_000,
    keepMegabytes: 64,
    now: () => engine.observation.at,
    observe: () => engine.observation,
  });
  const start = simulation.now;
  for (let at = start; at <= start + 300_000; at += 5_000) {
    const change = simulation.advance(at);
    engine.take(change);
    history.append(change);
  }
  return { engine, history, run: async () => undefined };
}

const feed = livingFeed();
const { pods, securityGroupPolicies, nodes, securityGroups } = feed.engine.observation.items;
const subjects = {
  pod: pods?.keys().find((key) => !key.startsWith("kube-system/")) ?? "",
  policy: securityGroupPolicies?.keys().next().value ?? "",
  node: nodes?.keys().next().value ?? "",
  holder: securityGroups?.keys().next().value ?? "",
};

async function ask(what: (typeof answerNames)[number], subject: string | null, at: number | null = null) {
  const { bytes, revision } = await answer(feed, { kind: "answer", at, what, subject, encoding: "identity" });
  return { revision, ...JSON.parse(new TextDecoder().decode(bytes)) };
}

describe("a worker that is asked", () => {
  test.each(answerNames)("answers %s", async (what) => {
    const kind = answerSubjects[what];
    const subject = kind === null ? null : subjects[kind];
    const told = await ask(what, subject);
    expect(told).toMatchObject({ version: 1, what, subject, cluster: "prod", region: "eu-west-1" });
    expect(told.answer.lacks).toEqual([]);
    expect(told.at).toBe(feed.engine.observation.at);
  });

  test("takes the id of a resource for its name", async () => {
    const { answer: told } = await ask("pod-groups", `pod/${subjects.pod}`);
    expect(told.pod).toBe(subjects.pod);
  });

  test("answers of an earlier moment, and of what is not there with nothing", async () => {
    const at = feed.engine.observation.at - 120_000;
    const told = await ask("leaks", null, at);
    expect(told).toMatchObject({ at, revision: null });
    expect(await ask("pod-waiting", "nobody/here", at)).toMatchObject({ answer: null });
  });

  test("leaves what is watched as it was", async () => {
    const before = JSON.stringify(feed.engine.memory());
    for (const what of answerNames) await ask(what, answerSubjects[what] === null ? null : subjects.pod);
    expect(JSON.stringify(feed.engine.memory())).toBe(before);
  });
});
