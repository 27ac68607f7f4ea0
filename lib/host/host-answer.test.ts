import { describe, expect, test } from "vitest";
import { buildTopology } from "../topology/topology.ts";
import { instanceId, observed, seed } from "./host.fixture.ts";
import { hostAnswer } from "./host-answer.ts";
import { hostViewOf } from "./host-view.ts";
import type { NodeView } from "./node-view.ts";
import { readHost } from "./read-host.ts";

const asked = (id: string, observation = seed.observation) =>
  hostAnswer(observation, buildTopology(observation, { cluster: "c" }).resources, id);
const overTheWire = <T>(value: T): T => JSON.parse(JSON.stringify(value));

describe("what the node under a resource should look like", () => {
  test("of a pod is its path from eth0 to its branch, with nothing observed", () => {
    const { state, pod, expected } = asked("pod/default/aws-cli");
    expect({ state, pod }).toEqual({ state: "here", pod: "pod/default/aws-cli" });
    expect(expected?.paths).toHaveLength(1);
    const lines = expected?.paths.flatMap(({ hops }) => hops.flatMap((hop) => hop.lines)) ?? [];
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.every(({ verdict }) => verdict === "not-observed")).toBe(true);
  });

  test("of a branch is that of its pod; of its trunk and its instance that of every pod", () => {
    expect(asked("eni-09a7a909e06fc4be6").pod).toBe("pod/default/aws-cli");
    const observation = observed({ pods: 3 });
    for (const id of ["eni-0trunk", "eni-0primary", instanceId]) {
      const { pod, expected } = asked(id, observation);
      expect(pod).toBeNull();
      expect(expected?.paths.map((path) => path.pod)).toEqual([
        "pod/default/pod-1",
        "pod/default/pod-2",
        "pod/default/pod-3",
      ]);
    }
  });

  test("of what is on no node, or is not known, is none", () => {
    expect(asked("eni-0").state).toBe("unknown");
    const [group] = seed.observation.items.securityGroups?.keys() ?? [];
    expect(asked(group ?? "")).toMatchObject({ state: "no-node", node: null, expected: null });
  });

  test("of a pod that asks for no branch says so", () => {
    const observation = observed();
    const name = [...(observation.items.pods?.keys() ?? [])].find((key) => key.startsWith("kube-system/"));
    expect(asked(`pod/${name}`, observation)).toMatchObject({ state: "here", pathless: "asks-for-none" });
  });

  test("holds nothing of a pod but its name, address and annotation, and of aws-node only what decides", () => {
    const { node } = asked(instanceId, observed());
    expect(Object.keys(node?.pods[0]?.pod ?? {}).sort()).toEqual(["deletingSince", "id", "ip", "name", "namespace"]);
    expect(Object.keys(node?.livePods[0] ?? {}).sort()).toEqual(["name", "namespace"]);
    expect(Object.keys(node?.awsNode ?? {}).sort()).toEqual(
      ["connectionMark", "enforcingMode", "externalSnat", "ipv6", "podEni", "vethPrefix"].sort(),
    );
  });
});

describe("compared in the browser", () => {
  const { state } = readHost([seed.addresses, seed.routes]);

  test("a view that travelled as JSON gives the same verdicts as the one it was made of", () => {
    for (const [node, pod] of [
      [asked("pod/default/aws-cli").node, "pod/default/aws-cli"],
      [asked(instanceId, observed({ pods: 2, mode: "standard" })).node, null],
      [asked(instanceId, observed({ family: "ipv6" })).node, null],
    ] as const) {
      expect(hostViewOf(overTheWire(node as NodeView), state, pod)).toEqual(hostViewOf(node as NodeView, state, pod));
    }
  });

  test("every expected link, route and table of the published pod is confirmed", () => {
    const { node } = overTheWire(asked("pod/default/aws-cli"));
    const { paths, surplus, findings } = hostViewOf(node as NodeView, state, "pod/default/aws-cli");
    const [path] = paths;
    expect(path?.mode).toMatchObject({ mode: "strict", by: "host" });
    expect(
      path?.hops.filter(({ verdict }) => verdict !== null).map(({ name, verdict }) => `${name} ${verdict}`),
    ).toEqual([
      "host-veth confirmed",
      "ip-rules not-observed",
      "route-table confirmed",
      "vlan-device confirmed",
      "trunk-device confirmed",
    ]);
    expect({ surplus, findings }).toEqual({ surplus: [], findings: [] });
  });
});
