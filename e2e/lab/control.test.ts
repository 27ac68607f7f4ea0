import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compare } from "../../lib/recording/change.ts";
import { emptyObservation } from "../../lib/recording/observation.ts";
import { quiet } from "../../lib/simulator/quiet.ts";
import { simulate } from "../../lib/simulator/simulate.ts";
import { aPod, observationWith } from "./builder.ts";
import { startControl } from "./control.ts";
import { type Feed, recordingFeed, simulationFeed } from "./feed.ts";
import { type Lab, startLab } from "./lab.ts";

let lab: Lab;
let control: Awaited<ReturnType<typeof startControl>>;

async function open(feed: Feed) {
  lab = await startLab({ feed, speed: 0 });
  control = await startControl(lab);
}
afterEach(async () => {
  await Promise.all([lab.close(), control.close()]);
});

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(control.url + path, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: await response.json() };
}

const podNames = () => [...(lab.world.observation.items.pods?.keys() ?? [])];

describe("on a simulation", () => {
  beforeEach(() => open(simulationFeed(simulate(quiet()))));

  test("a Pod made by hand gets its branch from the simulated controller, and goes again", async () => {
    const made = await ask("POST", "/pods", { namespace: "shop", name: "by-hand", labels: { tier: "web" } });
    expect(made).toEqual({ status: 200, body: { created: "deployment shop/by-hand", replicas: 1 } });
    await ask("POST", "/pass", { seconds: 120 });
    const [id] = podNames().filter((name) => name.startsWith("shop/by-hand-"));
    expect(lab.world.observation.items.pods?.get(id ?? "")).toMatchObject({
      phase: "Running",
      annotations: { "vpc.amazonaws.com/pod-eni": expect.stringContaining("eni-") },
    });
    expect((await ask("DELETE", "/pods/shop/by-hand")).status).toBe(200);
    await ask("POST", "/pass", { seconds: 120 });
    expect(podNames().some((name) => name.startsWith("shop/by-hand-"))).toBe(false);
  });

  test("faults are set and cleared, and unknown ones refused by name", async () => {
    await ask("POST", "/faults", { ec2: { refuse: ["DescribeVpcs"] }, kubernetes: { throttle: 2 } });
    expect(lab.ec2.faults.refuse).toEqual(["DescribeVpcs"]);
    expect(lab.kubernetes.faults.throttle).toBe(2);
    const refused = await ask("POST", "/faults", { ec2: { explode: true } });
    expect(refused).toMatchObject({ status: 400, body: { error: expect.stringContaining("explode") } });
    await ask("DELETE", "/faults");
    expect(lab.kubernetes.faults.throttle).toBe(false);
  });

  test("servers stop and start on request", async () => {
    await ask("POST", "/stop", { target: "ec2" });
    await expect(fetch(lab.ec2.url)).rejects.toThrow();
    await ask("POST", "/start", {});
    expect((await fetch(lab.ec2.url, { method: "POST", body: "Action=DescribeVpcs" })).status).toBe(400);
  });

  test("web pages are refused, and unknown requests told what there is", async () => {
    expect((await ask("POST", "/freeze", {}, { origin: "http://example.com" })).status).toBe(403);
    expect(await ask("GET", "/nothing")).toMatchObject({
      status: 404,
      body: { error: expect.stringContaining("POST /pods") },
    });
    expect((await ask("GET", "/")).body).toMatchObject({ cluster: "quiet", speed: 0 });
  });
});

describe("on a recording", () => {
  const first = observationWith({ pods: [aPod("shop", "one")] }, 1000);
  const second = observationWith({ pods: [aPod("shop", "one"), aPod("shop", "two")] }, 61_000);
  const changes = [compare(emptyObservation, first), compare(first, second)];
  beforeEach(() => open(recordingFeed({ header: { cluster: "taped" }, changes })));

  test("it plays in its own time", async () => {
    expect(podNames()).toEqual(["shop/one"]);
    await ask("POST", "/pass", { seconds: 60 });
    expect(podNames()).toEqual(["shop/one", "shop/two"]);
  });

  test("a Pod made by hand is just there, and what only a simulation can do is refused", async () => {
    await ask("POST", "/pods", { name: "new" });
    expect(podNames()).toContain("default/new");
    await ask("DELETE", "/pods/default/new");
    expect(podNames()).toEqual(["shop/one"]);
    expect((await ask("DELETE", "/pods/default/new")).status).toBe(404);
    expect((await ask("POST", "/roll", { workload: "shop/one" })).status).toBe(409);
  });
});
