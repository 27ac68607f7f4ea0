import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { collectionNames } from "../../lib/recording/collections.ts";
import { itemsOf } from "../../lib/recording/observation.ts";
import { living } from "../../lib/simulator/living.ts";
import { createRandom, type Random } from "../../lib/simulator/random.ts";
import { simulate } from "../../lib/simulator/simulate.ts";
import { canary } from "./canary.ts";
import { simulationFeed } from "./feed.ts";
import { kubeconfigFor } from "./kubernetes/kubeconfig.ts";
import { type Lab, startLab } from "./lab.ts";
import { type LiveReader, readLab } from "./reader.ts";
import { differences, perfectlyRead } from "./shape.ts";

/** What is read in full, so that it must equal the truth; the lease moves on with the clock. */
const whole = collectionNames.filter((name) => !["eksClusters", "trunkAssociations", "leases"].includes(name));

let directory: string;
let lab: Lab;
let reader: LiveReader;

const kubeconfig = () => join(directory, "kubeconfig");
const wrong = () => differences(reader.observation, lab.world, whole);
const agrees = (withinMs = 12_000) =>
  reader.until(
    () => wrong().length === 0,
    () => wrong().slice(0, 12).join("\n"),
    withinMs,
  );
const failuresNow = () => Object.keys(reader.observation.failures).filter((name) => name !== "trunkAssociations");

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "trunkscope-lab-"));
  lab = await startLab({
    feed: simulationFeed(simulate(living({ start: Date.UTC(2026, 2, 2, 9) }))),
    speed: 0,
    bookmarkMs: 1000,
  });
  writeFileSync(kubeconfig(), kubeconfigFor(lab.kubernetes, "living"));
});
afterEach(async () => {
  lab.kubernetes.thaw();
  await reader.stop();
  await lab.close();
  rmSync(directory, { recursive: true });
});

test("the sources learn all that is true, and nothing that they must not keep", async () => {
  reader = readLab(lab, kubeconfig());
  await agrees();
  for (const name of whole) {
    expect([...perfectlyRead(lab.world, name).keys()], name).toEqual([...itemsOf(lab.world.observation, name).keys()]);
  }
  const pods = itemsOf(reader.observation, "pods");
  for (const [id, { uid, nodeName, phase, podIp, labels, annotations }] of itemsOf(lab.world.observation, "pods")) {
    expect(pods.get(id)).toMatchObject({
      uid,
      phase,
      labels,
      annotations,
      ...(nodeName && { nodeName }),
      ...(podIp && { podIp }),
    });
  }
  const kept = JSON.stringify(
    reader.told.map(({ items }) => Object.values(items).map((changed) => [...(changed ?? [])])),
  );
  expect(kept).toContain("vpc.amazonaws.com/pod-eni");
  expect(kept).not.toContain(canary);
});

test("a Pod that is created is known within two seconds, at the real pace", async () => {
  reader = readLab(lab, kubeconfig());
  await agrees();
  lab.speed = 1;
  lab.feed.simulation?.add({ kind: "Deployment", namespace: "shop", name: "by-hand", replicas: 1 });
  lab.pass(0);
  const isKnown = () => [...itemsOf(reader.observation, "pods").keys()].some((id) => id.startsWith("shop/by-hand-"));
  await reader.until(isKnown, () => "the pod is not known", 2000);
});

describe("with a clock forty times as fast", () => {
  test("EC2 refusing, Kubernetes frozen for two minutes, then both restarted: each is named, nothing is lost or doubled", async () => {
    reader = readLab(lab, kubeconfig(), { hurry: 40 });
    await agrees();
    const before = reader.observation.items.pods?.size;

    lab.ec2.setFaults({ refuse: ["*"] });
    lab.kubernetes.freeze();
    lab.pass(120_000);
    await reader.until(
      () => {
        const { interfaces, pods, cniNodes } = reader.observation.failures;
        return interfaces?.code === "UnauthorizedOperation" && pods?.code === "Stalled" && cniNodes?.code === "Stalled";
      },
      () => JSON.stringify(reader.observation.failures),
    );
    expect(reader.observation.items.pods?.size).toBe(before);

    lab.kubernetes.thaw();
    lab.ec2.clearFaults();
    await Promise.all([lab.ec2.stop(), lab.kubernetes.stop()]);
    lab.pass(60_000);
    await reader.until(
      () => reader.observation.failures.pods?.code === "Unreachable",
      () => JSON.stringify(reader.observation.failures),
    );
    await Promise.all([lab.ec2.start(), lab.kubernetes.start()]);
    lab.kubernetes.setFaults({ initializing: 3 });
    await agrees(25_000);
    await reader.until(() => failuresNow().length === 0, failuresNow);
  }, 60_000);

  test("events missed while cut off and compacted away are made good by a new list", async () => {
    reader = readLab(lab, kubeconfig(), { hurry: 40 });
    await agrees();
    await lab.kubernetes.stop();
    lab.pass(180_000);
    lab.world.compact();
    await lab.kubernetes.start();
    await agrees();
  }, 30_000);

  test("a token that is replaced is asked for again", async () => {
    reader = readLab(lab, kubeconfig(), { hurry: 40 });
    await agrees();
    lab.kubernetes.setToken("second");
    lab.kubernetes.cut();
    await reader.until(
      () => reader.observation.failures.pods?.code === "Unauthorized",
      () => [...reader.failures].join(", "),
    );
    writeFileSync(kubeconfig(), kubeconfigFor(lab.kubernetes, "living"));
    lab.pass(60_000);
    await agrees();
  }, 30_000);

  test.each([1, 2, 3])(
    "whatever goes wrong, in the end what is known is what is true (seed %i)",
    async (seed) => {
      const random = createRandom(seed);
      reader = readLab(lab, kubeconfig(), { hurry: 40 });
      for (let step = 0; step < 40; step++) {
        await mishaps[random.whole(0, mishaps.length - 1)]?.(lab, random);
        lab.pass(random.whole(500, 15_000));
        await wait(random.whole(5, 80));
      }
      lab.kubernetes.thaw();
      lab.kubernetes.clearFaults();
      lab.ec2.clearFaults();
      await Promise.all([lab.ec2.start(), lab.kubernetes.start()]);
      await agrees(30_000);
      await reader.until(() => failuresNow().length === 0, failuresNow);
    },
    60_000,
  );
});

/** One thing that goes wrong, or right again. */
const mishaps: readonly ((lab: Lab, random: Random) => unknown)[] = [
  ({ kubernetes }) => kubernetes.cut(),
  ({ kubernetes }) => kubernetes.freeze(),
  ({ kubernetes }) => kubernetes.thaw(),
  ({ kubernetes }) => kubernetes.expireWatches(),
  ({ kubernetes }) => kubernetes.finishWatches(),
  ({ world }) => world.compact(),
  ({ kubernetes }) => kubernetes.stop(),
  ({ kubernetes }) => kubernetes.start(),
  ({ kubernetes }) => kubernetes.start(),
  ({ kubernetes }, random) => kubernetes.setFaults({ gone: random.whole(0, 3), goneInStream: random.whole(0, 3) }),
  ({ kubernetes }, random) => kubernetes.setFaults({ reset: random.whole(0, 3), truncated: random.whole(0, 2) }),
  ({ kubernetes }, random) => kubernetes.setFaults({ throttle: random.whole(0, 3), internalError: random.whole(0, 3) }),
  ({ kubernetes }, random) => kubernetes.setFaults({ html: random.whole(0, 2), garbage: random.whole(0, 2) }),
  ({ kubernetes }, random) => kubernetes.setFaults({ slowBytes: random.whole(0, 1) === 1, hang: random.whole(0, 1) }),
  ({ kubernetes }, random) => kubernetes.setFaults({ refuse: random.whole(0, 2) === 0 ? ["pods", "nodes"] : [] }),
  ({ ec2 }, random) => ec2.setFaults({ html: random.whole(0, 2), truncated: random.whole(0, 2) }),
  ({ ec2 }, random) => ec2.setFaults({ reset: random.whole(0, 2), internalError: random.whole(0, 3) }),
  ({ ec2 }, random) => ec2.setFaults({ malformed: random.whole(0, 1), emptyPage: random.whole(0, 2) }),
  ({ ec2 }, random) => ec2.setFaults({ refuse: random.whole(0, 1) === 0 ? ["DescribeInstances"] : [] }),
  ({ ec2 }) => ec2.stop(),
  ({ ec2 }) => ec2.start(),
];
