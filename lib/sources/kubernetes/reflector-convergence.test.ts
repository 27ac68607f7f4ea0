import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { itemsOf } from "../../recording/observation.ts";
import { ApiServer } from "./api-server.fixture.ts";
import { kubernetesClient } from "./client.ts";
import { manualClock } from "./manual-clock.fixture.ts";
import { type RunningSource, run } from "./running-source.fixture.ts";
import { kubernetesSource } from "./source.ts";

const pods = "/api/v1/pods";
let server: ApiServer | null = null;
let running: RunningSource | null = null;

afterEach(async () => {
  await running?.stop();
  await server?.stop();
  running = null;
  server = null;
});

type Step = (server: ApiServer, turn: number) => void;

const names = ["a", "b", "c", "d", "e", "f", "g"];
const put =
  (name: string): Step =>
  (api, turn) => {
    const known = api.all(pods).get(`x/${name}`);
    api.put(pods, podNamed(name, known?.metadata.uid ?? `${name}-${turn}`, turn));
  };
const remove =
  (name: string): Step =>
  (api) =>
    api.remove(pods, `x/${name}`);
const recreate =
  (name: string): Step =>
  (api, turn) => {
    api.remove(pods, `x/${name}`);
    api.put(pods, podNamed(name, `${name}-${turn}`, turn));
  };
const steps: readonly Step[] = [
  (api) => api.endStreams(),
  (api) => api.cutStreams(),
  (api) => api.compact(),
  (api) => {
    api.compact();
    api.cutStreams();
  },
  (api) => api.bookmark(pods),
  (api) => {
    api.write(pods, '{"type":"MODIFIED","object":{"metadata":{"na');
    api.cutStreams();
  },
  (api) => api.send(pods, { type: "ERROR", object: { kind: "Status", code: 500, message: "etcd leader changed" } }),
  (api) => {
    api.expiresByStatus = !api.expiresByStatus;
  },
];

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...names).map(put) },
  { weight: 2, arbitrary: fc.constantFrom(...names).map(remove) },
  { weight: 2, arbitrary: fc.constantFrom(...names).map(recreate) },
  { weight: 3, arbitrary: fc.constantFrom(...steps) },
);

test("whatever happens in whatever order, the source ends up knowing what the server holds", {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(step, fc.nat(3)), { minLength: 5, maxLength: 40 }),
      fc.nat(4),
      async (sequence, faults) => {
        const api = await new ApiServer().start();
        server = api;
        api.pageSize = 2;
        const clock = manualClock(1_700_000_000_000, 40_000);
        const client = kubernetesClient({ kubeconfig: api.kubeconfig, environment: {}, now: clock.now });
        running = run(kubernetesSource({ client, clock, random: () => 0.5, collections: ["pods"] }));
        let left = faults;
        api.instead = () => (left-- > 0 ? { status: left % 2 ? 429 : 500, headers: { "retry-after": "1" } } : null);
        for (const [index, [act, turns]] of sequence.entries()) {
          act(api, index);
          for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
        }
        api.put(pods, podNamed("last", "last", sequence.length));
        const wanted = [...api.all(pods)]
          .map(([id, { metadata }]) => `${id} ${metadata.uid} ${turnOf(metadata)}`)
          .sort();
        await running.until((now) => {
          const known = [...itemsOf(now, "pods")]
            .map(([id, item]) => `${id} ${item.uid} ${item.labels["turn"]}`)
            .sort();
          return known.join() === wanted.join() && now.failures.pods === undefined;
        });
        expect(running.observation.items.pods?.size).toBe(wanted.length);
        await running.stop();
        await api.stop();
        running = null;
        server = null;
      },
    ),
    { numRuns: 60 },
  );
});

function podNamed(name: string, uid: string, turn: number) {
  return { metadata: { name, namespace: "x", uid, labels: { turn: String(turn) } }, spec: { containers: [] } };
}

function turnOf(metadata: Readonly<Record<string, unknown>>): string {
  return (metadata["labels"] as { turn: string }).turn;
}
