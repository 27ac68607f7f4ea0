import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { itemsOf } from "../../recording/observation.ts";
import type { Reading } from "../../recording/reading.ts";
import { type Clock, systemClock } from "../source.ts";
import { type KubernetesClient, kubernetesClient } from "./client.ts";
import { RealCluster, strangerToken } from "./real-apiserver.fixture.ts";
import { kubernetesCollections } from "./resources.ts";
import { type RunningSource, run } from "./running-source.fixture.ts";
import { kubernetesSource } from "./source.ts";

const assets = process.env["KUBEBUILDER_ASSETS"] ?? "";
const pods = "/api/v1/namespaces/default/pods";
const policies = "/apis/vpcresources.k8s.aws/v1beta1/namespaces/default/securitygrouppolicies";
const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const definition = "securitygrouppolicies.vpcresources.k8s.aws";
const manyPods = 1_200;

/** Ten times as fast as the real one, so that 90 s of silence take 9 s. */
const fastClock: Clock = {
  now: () => Date.now() * 10,
  sleep: (ms, signal) => systemClock.sleep(ms / 10, signal),
};

describe.runIf(assets !== "")("against a real kube-apiserver (set KUBEBUILDER_ASSETS to run)", () => {
  let cluster: RealCluster;
  let running: RunningSource;
  const figures: Record<string, number | string> = {};

  beforeAll(async () => {
    cluster = await RealCluster.start(assets);
  }, 180_000);

  afterEach(async () => {
    cluster.signal("watched", "SIGCONT");
    await running?.stop();
  });

  afterAll(async () => {
    await cluster?.stop();
    process.stdout.write(`real kube-apiserver: ${JSON.stringify(figures)}\n`);
  });

  async function watch(
    more: { clock?: Clock; wrap?: (client: KubernetesClient) => KubernetesClient; token?: string } = {},
  ) {
    const client = kubernetesClient({ kubeconfig: await cluster.kubeconfig(more.token), environment: {} });
    running = run(kubernetesSource({ client: more.wrap?.(client) ?? client, clock: more.clock ?? systemClock }));
    return running;
  }

  /** Resolves when the source holds exactly the pods, by uid, that the server holds. */
  async function agreed(): Promise<void> {
    const wanted = await held();
    await running.until((now) => {
      const known = itemsOf(now, "pods");
      return (
        known.size === wanted.size &&
        [...wanted].every(([id, uid]) => known.get(id)?.uid === uid) &&
        now.failures.pods === undefined
      );
    });
    expect(running.observation.items.pods?.size).toBe(wanted.size);
  }

  async function held(): Promise<Map<string, unknown>> {
    const { json } = await cluster.send("GET", pods);
    const list = json["items"] as { metadata: { namespace: string; name: string; uid: string } }[];
    return new Map(list.map(({ metadata }) => [`${metadata.namespace}/${metadata.name}`, metadata.uid]));
  }

  async function createPods(prefix: string, count: number): Promise<void> {
    let next = 0;
    const worker = async () => {
      while (next < count) await cluster.create(pods, podNamed(`${prefix}-${next++}`));
    };
    await Promise.all(Array.from({ length: 12 }, worker));
  }

  test("lists in pages, watches, and knows a new pod within moments", { timeout: 180_000 }, async () => {
    await createPods("many", manyPods);
    const startedAt = performance.now();
    const { until } = await watch();
    await until((now) => itemsOf(now, "pods").size === manyPods);
    figures["list of 1,200 pods, ms"] = Math.round(performance.now() - startedAt);
    await agreed();

    const delays: number[] = [];
    for (let index = 0; index < 20; index++) {
      const at = performance.now();
      const created = cluster.create(pods, podNamed(`quick-${index}`));
      await until((now) => itemsOf(now, "pods").has(`default/quick-${index}`));
      delays.push(performance.now() - at);
      await created;
    }
    delays.sort((a, b) => a - b);
    figures["create to reading, median ms"] = Math.round(delays[10] ?? 0);
    await agreed();
  });

  test("reads every collection: what is not installed says so, the rest is there", { timeout: 60_000 }, async () => {
    const { until } = await watch();
    await until((now) =>
      kubernetesCollections.every((name) => now.items[name] !== undefined || now.failures[name] !== undefined),
    );
    const { failures } = running.observation;
    expect(Object.keys(failures).sort()).toEqual(["cniNodes", "eniConfigs", "securityGroupPolicies"]);
    expect(failures.securityGroupPolicies?.code).toBe("NotInstalled");
    expect(itemsOf(running.observation, "namespaces").has("kube-system")).toBe(true);
    expect(itemsOf(running.observation, "services").has("default/kubernetes")).toBe(true);
  });

  test("a definition installed later brings its policies, and its removal takes them away", {
    timeout: 120_000,
  }, async () => {
    const { until } = await watch({ clock: fastClock });
    await until((now) => now.failures.securityGroupPolicies?.code === "NotInstalled");
    await cluster.create(definitions, policyDefinition);
    while ((await cluster.send("GET", policies)).status !== 200) await delay(100);
    const spec = { podSelector: {}, securityGroups: { groupIds: ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"] } };
    await cluster.create(policies, { ...policyKind, metadata: { name: "all" }, spec });
    await until((now) => itemsOf(now, "securityGroupPolicies").has("default/all"));
    await until((now) => itemsOf(now, "customResourceDefinitions").has(definition));
    expect(itemsOf(running.observation, "securityGroupPolicies").get("default/all")).toMatchObject({
      podSelector: {},
      serviceAccountSelector: null,
      groupIds: ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"],
      generation: 1,
      specChangedAt: expect.any(Number),
    });
    await cluster.remove(`${definitions}/${definition}`);
    await until((now) => itemsOf(now, "securityGroupPolicies").size === 0);
    await until((now) => now.failures.securityGroupPolicies?.code === "NotInstalled");
  });

  test("deletion and creation under one name, again and again, end with the last one", {
    timeout: 60_000,
  }, async () => {
    const { until } = await watch();
    await until((now) => itemsOf(now, "pods").size >= manyPods);
    for (let turn = 0; turn < 20; turn++) {
      await cluster.create(pods, podNamed("phoenix-0"));
      if (turn < 19) await cluster.remove(`${pods}/phoenix-0`);
    }
    await agreed();
  });

  test("a continue token that etcd compacted away restarts the list", { timeout: 60_000 }, async () => {
    let continued = 0;
    const wrap = (client: KubernetesClient): KubernetesClient => ({
      ...client,
      async get(path, query, signal) {
        if (path === "/api/v1/pods" && query["continue"] !== undefined && ++continued === 1) {
          await cluster.remove(`${pods}/many-0`);
          await cluster.compact();
        }
        return client.get(path, query, signal);
      },
    });
    await watch({ wrap });
    await running.until((now) => now.items.pods !== undefined);
    expect(continued).toBeGreaterThan(2);
    await agreed();
    expect(itemsOf(running.observation, "pods").has("default/many-0")).toBe(false);
  });

  test("a killed server whose history was compacted meanwhile: nothing lost, nothing doubled", {
    timeout: 180_000,
  }, async () => {
    const { until } = await watch();
    await agreed();
    await cluster.kill("watched");
    await until((now) => now.failures.pods?.code === "Unreachable");
    expect(itemsOf(running.observation, "pods").size).toBeGreaterThan(1_000);
    for (let index = 10; index < 20; index++) await cluster.remove(`${pods}/many-${index}`);
    await createPods("meanwhile", 25);
    await cluster.compact();
    await cluster.startServer("watched");
    const at = performance.now();
    await agreed();
    figures["agreed after restart, ms"] = Math.round(performance.now() - at);
    const lists = running.readings.filter(({ collection, said }) => collection === "pods" && said.kind === "all");
    expect(lists).toHaveLength(2);
    await until((now) => Object.values(now.failures).every(({ code }) => code === "NotInstalled"));
  });

  test("a frozen server is noticed, said, and caught up with when it thaws", { timeout: 180_000 }, async () => {
    const { until } = await watch({ clock: fastClock });
    await agreed();
    const isWatching = ({ collection, said }: Reading) => collection === "pods" && said.kind === "current";
    await until((_, readings) => readings.some(isWatching));
    cluster.signal("watched", "SIGSTOP");
    const at = performance.now();
    await cluster.remove(`${pods}/many-30`);
    await createPods("frozen", 15);
    await until((now) => now.failures.pods !== undefined);
    const seconds = Math.round((performance.now() - at) / 100);
    figures["frozen: said after, s of a clock ten times as fast"] = seconds;
    expect(seconds).toBeGreaterThanOrEqual(90);
    expect(seconds).toBeLessThan(150);
    figures["frozen said as"] = running.observation.failures.pods?.code ?? "";
    expect(["Stalled", "Unreachable"]).toContain(running.observation.failures.pods?.code);
    cluster.signal("watched", "SIGCONT");
    await agreed();
  });

  test("an account without rights is told what to grant, collection by collection", { timeout: 60_000 }, async () => {
    const { until } = await watch({ token: strangerToken });
    await until((now) => kubernetesCollections.every((name) => now.failures[name]?.code === "Forbidden"));
    expect(running.observation.failures.nodes?.message).toContain("Grant get,list,watch nodes.");
    expect(JSON.stringify(running.observation.failures)).not.toContain(strangerToken);
  });
});

const policyKind = { apiVersion: "vpcresources.k8s.aws/v1beta1", kind: "SecurityGroupPolicy" };

const policyDefinition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: definition },
  spec: {
    group: "vpcresources.k8s.aws",
    scope: "Namespaced",
    names: {
      plural: "securitygrouppolicies",
      singular: "securitygrouppolicy",
      kind: "SecurityGroupPolicy",
      listKind: "SecurityGroupPolicyList",
    },
    versions: [
      {
        name: "v1beta1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
};

function podNamed(name: string) {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name },
    spec: { containers: [{ name: "main", image: "example/main" }] },
  };
}
