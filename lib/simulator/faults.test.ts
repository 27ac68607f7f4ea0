import { describe, expect, test } from "vitest";
import { itemsOf, type Observation } from "../recording/observation.ts";
import { quiet } from "./quiet.ts";
import type { Ec2Operation, Scenario } from "./scenario.ts";
import {
  branchesOf,
  contradictions,
  entriesOf,
  eventsOf,
  fault,
  isLive,
  live,
  minute,
  ownedIds,
  podsOf,
  second,
  started,
} from "./testing.fixture.ts";

const lease = "kube-system/cp-vpc-resource-controller";

describe("the controller", () => {
  test("while it is down nothing gets or loses a branch and its lease stands still; after its restart all is made up for", () => {
    const simulation = started(quiet(), fault({ name: "controller-down" }, minute, 10 * minute));
    live(simulation, 90 * second);
    const renewedAt = itemsOf(simulation.observation, "leases").get(lease)?.renewedAt;
    const before = branchIds(simulation.observation);
    simulation.scale("shop/web", 1);
    const down = live(simulation, 5 * minute);
    expect(itemsOf(down, "leases").get(lease)?.renewedAt).toBe(renewedAt);
    expect(branchIds(down)).toEqual(before);
    expect(ownedIds(down).size).toBeLessThan(before.length);
    const up = live(simulation, 9 * minute);
    expect(itemsOf(up, "leases").get(lease)?.renewedAt).toBeGreaterThan(renewedAt ?? 0);
    expect(ownedIds(up).size).toBe(3);
    expect(contradictions(up)).toEqual([]);
  });

  test("takes pods that were bound while it was away, once it is back", () => {
    const simulation = started({ ...quiet(), workloads: [] }, fault({ name: "controller-down" }, minute, 4 * minute));
    live(simulation, 2 * minute);
    simulation.add({ kind: "Deployment", namespace: "default", name: "hand", podEni: 1 });
    const waiting = podsOf(live(simulation, minute), "default", "hand")[0];
    expect(waiting?.nodeName).toBeDefined();
    expect(waiting?.annotations).toEqual({});
    expect(eventsOf(simulation.observation, "FailedCreatePodSandBox")[0]?.message).toContain(
      "failed to assign an IP address",
    );
    const served = podsOf(live(simulation, 2 * minute), "default", "hand")[0];
    expect(served?.podIp).toBe(served && entriesOf(served)[0]?.ip);
  });

  test("falls back to the node's groups when the policy is gone between admission and allocation", () => {
    const simulation = started({ ...quiet(), workloads: [] });
    simulation.add({ kind: "Deployment", namespace: "default", name: "hand", podEni: 1 });
    const observation = live(simulation, 30 * second);
    expect(eventsOf(observation, "SecurityGroupRequested")[0]?.type).toBe("Warning");
    expect(branchesOf(observation)[0]?.groups.map(({ name }) => name)).toEqual(["quiet-nodes", "quiet-cluster"]);
  });

  test("tries a refused interface six times, each with a request id of its own, and then waits for the resync", () => {
    const simulation = started(quiet(), refuse(["create-branch"], "UnauthorizedOperation", 0, 35 * minute));
    simulation.scale("shop/web", 5);
    const early = live(simulation, 20 * second);
    const failures = eventsOf(early, "BranchAllocationFailed");
    expect(failures).toHaveLength(6);
    expect(failures[0]?.message).toMatch(
      /creating network interface, .*RequestID: [-0-9a-f]+, api error UnauthorizedOperation/,
    );
    expect(eventsOf(live(simulation, 60 * second), "BranchAllocationFailed")).toHaveLength(6);
    live(simulation, 70 * minute);
    expect(podsOf(simulation.observation, "shop", "web").every((pod) => entriesOf(pod).length === 1)).toBe(true);
  });

  test("deletes a branch whose association failed at the next tick, without a cool-down", () => {
    const simulation = started(quiet(), refuse(["associate"], "InternalError", 0, 5 * second));
    simulation.scale("shop/web", 5);
    const early = live(simulation, 3 * second);
    const failed = branchesOf(early).filter(({ status }) => status === "available");
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]?.type).toBe("interface");
    const later = live(simulation, 35 * second);
    for (const { id } of failed) expect(itemsOf(later, "interfaces").has(id)).toBe(false);
  });

  test("puts the branch away when its annotation is refused", () => {
    const simulation = started(quiet(), fault({ name: "annotation-refused" }));
    simulation.scale("shop/web", 5);
    const observation = live(simulation, 60 * second);
    expect(eventsOf(observation, "BranchENIAnnotationFailed")).toHaveLength(1);
    expect(podsOf(observation, "shop", "web").filter((pod) => entriesOf(pod).length === 0)).toHaveLength(1);
    expect(branchesOf(observation)).toHaveLength(ownedIds(observation).size);
  });

  test("forgets a branch that cannot be deleted three times, keeps its VLAN id, and finds it again after a restart", () => {
    const simulation = started(
      { ...quiet(), workloads: quiet().workloads.filter(({ kind }) => kind !== "CronJob") },
      fault(
        {
          name: "ec2-refuses",
          operations: ["disassociate", "delete"],
          code: "OperationNotPermitted",
          message: "Locked.",
          subjects: 1,
        },
        0,
        10 * minute,
      ),
      fault({ name: "controller-down" }, 40 * minute, 41 * minute),
    );
    simulation.scale("shop/web", 2);
    const early = live(simulation, 12 * minute);
    const leaked = branchesOf(early).filter(({ id }) => !ownedIds(early).has(id));
    expect(leaked).toHaveLength(1);
    expect(leaked[0]?.status).toBe("in-use");
    simulation.scale("shop/web", 6);
    expect(contradictions(live(simulation, 20 * minute))).toEqual([]);
    expect(branchIds(simulation.observation)).toContain(leaked[0]?.id);
    expect(branchIds(live(simulation, 12 * minute))).not.toContain(leaked[0]?.id);
  });

  test("leaves a branch available when only its deletion is refused, until two sweeps have seen it", () => {
    const simulation = started(quiet(), refuse(["delete"], "OperationNotPermitted", 0, 10 * minute));
    simulation.scale("shop/web", 3);
    const early = live(simulation, 8 * minute);
    const left = branchesOf(early).filter(({ status }) => status === "available");
    expect(left.length).toBeGreaterThan(0);
    const late = branchIds(live(simulation, 65 * minute));
    for (const { id } of left) expect(late).not.toContain(id);
  });

  test("waits one cool-down when the trunk is full of cooling branches, and says nothing else", () => {
    const scenario: Scenario = {
      ...quiet(),
      nodeGroups: [{ name: "tiny", kind: "managed", types: ["c6g.medium"], desired: 1 }],
      workloads: [
        { kind: "Job", namespace: "batch", name: "a", serviceAccount: "runner", replicas: 4, runSeconds: [20, 25] },
      ],
    };
    const simulation = started(scenario);
    const full = live(simulation, 30 * second);
    expect(podsOf(full, "batch").every((pod) => !isLive(pod))).toBe(true);
    simulation.add({ kind: "Job", namespace: "batch", name: "b", serviceAccount: "runner", runSeconds: [30, 40] });
    const waiting = podsOf(live(simulation, 15 * second), "batch", "b")[0];
    expect(waiting?.nodeName).toBeDefined();
    expect(waiting && entriesOf(waiting)).toEqual([]);
    expect(eventsOf(simulation.observation, "BranchAllocationFailed")).toEqual([]);
    expect(branchesOf(simulation.observation)).toHaveLength(4);
    const later = podsOf(live(simulation, 3 * minute), "batch", "b")[0];
    expect(later && entriesOf(later)).toHaveLength(1);
  });

  test("takes a new cool-down from the ConfigMap and tells every node", () => {
    const simulation = started(quiet(), fault({ name: "cool-down-changed", seconds: 90 }, minute));
    const observation = live(simulation, 2 * minute);
    expect(itemsOf(observation, "configMaps").get("kube-system/amazon-vpc-cni")?.data["branch-eni-cooldown"]).toBe(
      "90",
    );
    const told = eventsOf(observation, "BranchENICoolDownPeriodUpdated");
    expect(told).toHaveLength(4);
    expect(told[0]?.message).toMatch(/1m30s$/);
  });

  test("gives a VLAN id away twice after the node's subnet changed and it restarted", () => {
    const scenario: Scenario = {
      ...quiet(),
      subnets: [
        ...quiet().subnets,
        { name: "pods-1", zone: "eu-west-1a", cidr: "10.0.128.0/20", use: "pods" },
        { name: "pods-2", zone: "eu-west-1a", cidr: "10.0.144.0/20", use: "pods" },
      ],
      eniConfigs: [{ name: "eu-west-1a", subnet: "pods-1", groups: ["nodes"] }],
      nodeGroups: [
        {
          name: "custom",
          kind: "managed",
          types: ["m5.xlarge"],
          desired: 1,
          zones: ["eu-west-1a"],
          eniConfig: "eu-west-1a",
        },
      ],
      workloads: quiet().workloads.slice(0, 1),
    };
    const simulation = started(
      scenario,
      fault({ name: "eni-config-changed", target: "eu-west-1a", subnet: "pods-2" }, minute),
      fault({ name: "controller-down" }, 3 * minute, 4 * minute),
    );
    live(simulation, 5 * minute);
    expect(contradictions(simulation.observation)).toEqual([]);
    expect(branchesOf(simulation.observation).every(({ privateIp = "" }) => privateIp.startsWith("10.0.1"))).toBe(true);
    simulation.scale("shop/web", 6);
    expect(contradictions(live(simulation, minute)).join()).toContain("is the second branch on");
  });
});

describe("admission", () => {
  test("lets pods pass without a branch while the webhook is down", () => {
    const simulation = started(quiet(), fault({ name: "webhook-down" }, 0, 5 * minute));
    simulation.scale("shop/web", 6);
    const fresh = podsOf(live(simulation, 2 * minute), "shop", "web").filter((pod) => entriesOf(pod).length === 0);
    expect(fresh).toHaveLength(2);
    expect(
      fresh.every(({ podIp, containers }) => podIp !== undefined && containers[0]?.podEniRequest === undefined),
    ).toBe(true);
  });

  test("asks for nothing for hostNetwork, Fargate and Windows pods, and denies a pod without its ServiceAccount", () => {
    const common = { kind: "Deployment", namespace: "shop" } as const;
    const tier = { tier: "web" };
    const simulation = started({
      ...quiet(),
      workloads: [
        { ...common, name: "host", labels: tier, hostNetwork: true },
        { ...common, name: "fargate", labels: { ...tier, "eks.amazonaws.com/fargate-profile": "p" } },
        { ...common, name: "windows", labels: tier, nodeSelector: { "kubernetes.io/os": "windows" } },
        { ...common, name: "linux", labels: tier, sidecar: "envoy" },
      ],
    });
    simulation.add({ ...common, name: "stranger", labels: tier, serviceAccount: "nobody" });
    const observation = live(simulation, minute);
    const requests = podsOf(observation, "shop").map(({ name, containers }) => [
      name.split("-")[0],
      ...containers.map(({ podEniRequest }) => podEniRequest),
    ]);
    expect(requests).toEqual([
      ["host", undefined],
      ["fargate", undefined],
      ["windows", undefined],
      ["linux", 1, undefined],
    ]);
    expect(eventsOf(observation, "FailedCreate")[0]?.about.kind).toBe("ReplicaSet");
    expect(eventsOf(observation, "FailedCreate")[0]?.message).toContain("Failed to get Matching SGP");
  });

  test("a policy edited later changes new branches and no old ones", () => {
    const simulation = started(
      quiet(),
      fault({ name: "policy-edited", target: "shop/web", groups: ["web", "jobs"] }, minute),
    );
    const old = new Set(branchIds(simulation.observation));
    live(simulation, 2 * minute);
    simulation.scale("shop/web", 6);
    const observation = live(simulation, minute);
    for (const { id, groups } of branchesOf(observation).filter(
      ({ tags, id: each }) => tags && ownedBy(observation, each)?.namespace === "shop",
    )) {
      expect(groups, id).toHaveLength(old.has(id) ? 1 : 2);
    }
    expect(itemsOf(observation, "securityGroupPolicies").get("shop/web")?.generation).toBe(2);
  });

  test("pods of a policy that was deleted are admitted as ordinary ones", () => {
    const simulation = started(quiet(), fault({ name: "policy-deleted", target: "shop/web" }, 0));
    live(simulation, second);
    simulation.scale("shop/web", 5);
    expect(podsOf(live(simulation, minute), "shop", "web").filter((pod) => entriesOf(pod).length === 0)).toHaveLength(
      1,
    );
  });
});

describe("nodes", () => {
  test("a node that joins goes through Node, CNINode, feature, trunk, capacity and allocatable in that order", () => {
    const simulation = started({
      ...quiet(),
      nodeGroups: [{ name: "g", kind: "managed", types: ["m5.large"], desired: 1, replaceEveryMs: 2 * minute }],
    });
    const old = new Set(itemsOf(simulation.observation, "nodes").keys());
    const firstAt = new Map<string, number>();
    for (let round = 0; round < 240; round++) {
      const observation = live(simulation, second);
      const node = [...itemsOf(observation, "nodes").values()].find(({ name }) => !old.has(name));
      const cniNode = itemsOf(observation, "cniNodes").get(node?.name ?? "");
      const instanceId = node?.providerId?.split("/").at(-1);
      const trunk = [...itemsOf(observation, "interfaces").values()].find(
        ({ type, attachment }) =>
          type === "trunk" && attachment?.instanceId === instanceId && attachment?.status === "attached",
      );
      const steps = {
        node,
        cniNode,
        feature: cniNode?.features[0],
        trunk,
        capacity: node?.capacity.podEni,
        allocatable: node?.allocatable.podEni,
      };
      for (const [step, reached] of Object.entries(steps))
        if (reached && !firstAt.has(step)) firstAt.set(step, simulation.now);
      if (trunk) expect(trunk.attachment?.deviceIndex).toBe(2);
    }
    expect([...firstAt.keys()]).toEqual(["node", "cniNode", "feature", "trunk", "capacity", "allocatable"]);
    const times = [...firstAt.values()];
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(2 * minute);
  });

  test("a node that leaves takes its trunk at once and its branches a minute later", () => {
    const simulation = started({
      ...quiet(),
      nodeGroups: [{ name: "g", kind: "managed", types: ["m5.large"], desired: 2, replaceEveryMs: 2 * minute }],
    });
    const known = new Map(
      [...itemsOf(simulation.observation, "nodes").values()].map((node) => [
        node.name,
        node.providerId?.split("/").at(-1),
      ]),
    );
    let instanceId: string | undefined;
    for (let round = 0; round < 600 && instanceId === undefined; round++) {
      const nodes = itemsOf(live(simulation, second), "nodes");
      for (const [name, id] of known) if (!nodes.has(name)) instanceId = id;
    }
    const left = () =>
      branchesOf(simulation.observation).filter(
        ({ tags }) => tags["node.k8s.amazonaws.com/instance_id"] === instanceId,
      );
    expect(itemsOf(simulation.observation, "instances").get(instanceId ?? "")?.state).toBe("terminated");
    for (const { status } of left()) expect(status).toBe("available");
    live(simulation, 70 * second);
    expect(left()).toEqual([]);
    expect(contradictions(simulation.observation)).toEqual([]);
  });

  test("a type that cannot trunk is told so and never takes a pod that asks for a branch", () => {
    const scenario: Scenario = {
      ...quiet(),
      nodeGroups: [{ name: "burst", kind: "managed", types: ["t3.large"], desired: 1, replaceEveryMs: 3 * minute }],
    };
    const simulation = started(scenario);
    const observation = live(simulation, 5 * minute);
    expect(eventsOf(observation, "Unsupported").length).toBeGreaterThan(0);
    expect(branchesOf(observation)).toEqual([]);
    const waiting = podsOf(observation, "shop", "web");
    expect(waiting.every(({ nodeName }) => nodeName === undefined)).toBe(true);
    expect(waiting[0]?.conditions[0]?.message).toContain("Insufficient vpc.amazonaws.com/pod-eni");
  });

  test("a trunk that EC2 refuses leaves its node without capacity and says why", () => {
    const simulation = started(quiet(), refuse(["create-trunk"], "UnauthorizedOperation", Number.NEGATIVE_INFINITY));
    const { observation } = simulation;
    expect([...itemsOf(observation, "interfaces").values()].filter(({ type }) => type === "trunk")).toEqual([]);
    expect([...itemsOf(observation, "nodes").values()].every(({ capacity }) => capacity.podEni === undefined)).toBe(
      true,
    );
    const later = live(simulation, 10 * minute);
    expect(eventsOf(later, "TrunkENICreationFailed")[0]?.message).toMatch(
      /Error Code: UnauthorizedOperation.*AmazonEKSVPCResourceController/,
    );
    expect(eventsOf(later, "NodeTrunkFailedInit")[0]?.type).toBe("Normal");
  });

  test("without the right to patch CNINodes no trunk is asked for", () => {
    const { observation } = started(quiet(), fault({ name: "cni-node-refused" }, Number.NEGATIVE_INFINITY));
    expect([...itemsOf(observation, "cniNodes").values()].map(({ features }) => features)).toEqual([[], [], [], []]);
    expect([...itemsOf(observation, "interfaces").values()].some(({ type }) => type === "trunk")).toBe(false);
  });
});

describe("the network", () => {
  test("a subnet without free addresses refuses branches", () => {
    const zones = ["a", "b", "c"].map((zone) =>
      fault({ name: "subnet-nearly-full", target: `private-eu-west-1${zone}`, free: 0 }, minute),
    );
    const simulation = started(quiet(), ...zones);
    live(simulation, 2 * minute);
    expect(
      [...itemsOf(simulation.observation, "subnets").values()].filter(({ availableIps }) => availableIps === 0),
    ).toHaveLength(3);
    simulation.scale("shop/web", 6);
    expect(eventsOf(live(simulation, minute), "BranchAllocationFailed")[0]?.message).toContain(
      "InsufficientFreeAddressesInSubnet",
    );
  });

  test("a group is deleted only once nothing uses it, and is missed after that", () => {
    const simulation = started(quiet(), fault({ name: "group-deleted", target: "jobs" }, 0));
    const jobs =
      [...itemsOf(simulation.observation, "securityGroups").values()].find(({ name }) => name === "quiet-jobs")?.id ??
      "";
    const observation = live(simulation, 12 * minute);
    expect(itemsOf(observation, "securityGroups").has(jobs)).toBe(false);
    expect([...itemsOf(observation, "securityGroupRules").values()].some(({ groupId }) => groupId === jobs)).toBe(
      false,
    );
    expect(eventsOf(observation, "BranchAllocationFailed")[0]?.message).toContain("InvalidSecurityGroupID.NotFound");
  });

  test("where the CNI does not answer, pods stay without a sandbox", () => {
    const simulation = started(quiet(), fault({ name: "cni-down", target: "general" }, 0, 5 * minute));
    simulation.scale("shop/web", 6);
    const stuck = podsOf(live(simulation, minute), "shop", "web").filter(({ podIp }) => podIp === undefined);
    expect(stuck).toHaveLength(2);
    expect(stuck.every((pod) => entriesOf(pod).length === 1)).toBe(true);
    expect(eventsOf(simulation.observation, "FailedCreatePodSandBox")[0]?.message).toContain("connection refused");
    expect(podsOf(live(simulation, 5 * minute), "shop", "web").every(({ podIp }) => podIp !== undefined)).toBe(true);
  });

  test("an image that cannot be pulled keeps its pods pending with an address", () => {
    const simulation = started(quiet(), fault({ name: "image-pull-fails", target: "shop/web" }));
    simulation.roll("shop/web");
    const pods = podsOf(live(simulation, 2 * minute), "shop", "web");
    const stuck = pods.filter(({ statuses }) => statuses?.[0]?.reason === "ImagePullBackOff");
    expect(stuck.length).toBeGreaterThan(0);
    expect(stuck[0]).toMatchObject({ phase: "Pending", podIp: expect.any(String) });
    expect(pods.filter(({ phase }) => phase === "Running").length).toBeGreaterThanOrEqual(3);
  });

  test("a changed enforcing mode reaches the nodes pod by pod, and existing pods keep running", () => {
    const simulation = started(quiet(), fault({ name: "cni-changed", cni: { enforcingMode: "standard" } }, minute));
    const modes = () =>
      podsOf(simulation.observation, "kube-system", "aws-node").map(
        ({ containers }) => containers[0]?.env?.["POD_SECURITY_GROUP_ENFORCING_MODE"],
      );
    expect(modes()).toEqual([undefined, undefined, undefined, undefined]);
    live(simulation, 75 * second);
    expect(new Set(modes()).size).toBe(2);
    live(simulation, 4 * minute);
    expect(modes()).toEqual(["standard", "standard", "standard", "standard"]);
    expect(contradictions(simulation.observation)).toEqual([]);
  });
});

describe("a blind observer", () => {
  test("keeps what it saw last, says why, and sees everything again afterwards", () => {
    const blind = { name: "blind", target: "ec2", code: "UnauthorizedOperation", message: "not authorized" } as const;
    const simulation = started(quiet(), fault(blind, minute, 5 * minute));
    live(simulation, 50 * second);
    const seenAt = simulation.now;
    const before = branchIds(simulation.observation);
    live(simulation, 15 * second);
    simulation.scale("shop/web", 8);
    const during = live(simulation, 2 * minute);
    expect(during.failures.interfaces).toEqual({ code: "UnauthorizedOperation", message: "not authorized" });
    expect(during.failures.pods).toBeUndefined();
    expect(during.readAt.interfaces).toBe(seenAt);
    expect(branchIds(during)).toEqual(before);
    expect(contradictions(during).join()).toContain("does not exist");
    const again = live(simulation, 3 * minute);
    expect(again.failures).toEqual({});
    expect(contradictions(again)).toEqual([]);
  });
});

function refuse(operations: readonly Ec2Operation[], code: string, from = 0, until = Number.POSITIVE_INFINITY) {
  return fault({ name: "ec2-refuses", operations, code, message: "You are not allowed to." }, from, until);
}

function branchIds(observation: Observation): string[] {
  return branchesOf(observation)
    .map(({ id }) => id)
    .sort();
}

function ownedBy(observation: Observation, eniId: string) {
  return [...itemsOf(observation, "pods").values()].find((pod) =>
    entriesOf(pod).some((entry) => entry.eniId === eniId),
  );
}

describe("what somebody does", () => {
  const byName = (observation: Observation, name: string) => podsOf(observation, "default", name);

  test("a stuck controller keeps its lease and serves nobody, until it is no longer stuck", () => {
    const scenario = { ...quiet(), workloads: [] };
    const simulation = started(scenario, fault({ name: "controller-stuck" }, 0, 4 * minute));
    simulation.add({ kind: "Deployment", namespace: "default", name: "hand", podEni: 1 });
    const stuck = live(simulation, 3 * minute);
    expect(byName(stuck, "hand")[0]?.annotations).toEqual({});
    expect(itemsOf(stuck, "leases").get(lease)?.renewedAt).toBeGreaterThan(scenario.start);
    expect(entriesOf(byName(live(simulation, 2 * minute), "hand")[0] as never)).toHaveLength(1);
  });

  test("aws-node is not ready while it does not answer", () => {
    const simulation = started(quiet(), fault({ name: "cni-down", target: "burst" }, minute, 2 * minute));
    const ready = (observation: Observation) =>
      podsOf(observation, "kube-system", "aws-node").filter(({ conditions }) =>
        conditions.some(({ type, status }) => type === "Ready" && status === "True"),
      ).length;
    expect(ready(live(simulation, 90 * second))).toBe(3);
    expect(ready(live(simulation, minute))).toBe(4);
  });

  test("a pod whose manifest names a node is bound there, slots or not, and a request on the second container buys no branch network", () => {
    const simulation = started(quiet());
    simulation.add({ kind: "Deployment", namespace: "default", name: "pinned", podEni: 1, pinnedTo: "burst" });
    simulation.add({
      kind: "Deployment",
      namespace: "default",
      name: "odd",
      podEni: 1,
      podEniOnSidecar: true,
      sidecar: "proxy",
    });
    const observation = live(simulation, minute);
    const [pinned] = byName(observation, "pinned");
    const type = itemsOf(observation, "nodes").get(pinned?.nodeName ?? "")?.labels["node.kubernetes.io/instance-type"];
    expect({ type, ip: pinned?.podIp }).toEqual({ type: "t3.large", ip: undefined });
    const [odd] = byName(observation, "odd");
    expect(odd?.containers.map(({ podEniRequest }) => podEniRequest)).toEqual([undefined, 1]);
    expect(odd?.podIp).not.toBe(entriesOf(odd as never)[0]?.ip);
  });

  test("a deployment is scaled, rolled out, and a node replaced", () => {
    const simulation = started(
      quiet(),
      fault({ name: "scaled", target: "shop/web", replicas: 6 }, minute),
      fault({ name: "rolled-out", target: "shop/admin" }, minute),
      fault({ name: "node-replaced", target: "burst" }, minute),
    );
    const before = podsOf(simulation.observation, "shop", "admin").map(({ name }) => name);
    const nodes = new Set(itemsOf(simulation.observation, "nodes").keys());
    const observation = live(simulation, 6 * minute);
    expect(podsOf(observation, "shop", "web")).toHaveLength(6);
    expect(podsOf(observation, "shop", "admin").map(({ name }) => name)).not.toEqual(before);
    expect([...itemsOf(observation, "nodes").keys()].filter((name) => !nodes.has(name))).toHaveLength(1);
  });

  test("a deleted webhook asks for no branch, and a deleted definition takes its objects out of reach", () => {
    const simulation = started(
      quiet(),
      fault({
        name: "edited",
        collection: "webhookConfigurations",
        which: (_item, id) => id === "vpc-resource-mutating-webhook",
        edit: () => null,
      }),
      fault({
        name: "edited",
        collection: "customResourceDefinitions",
        which: (_item, id) => id.startsWith("securitygrouppolicies."),
        edit: () => null,
      }),
      fault({ name: "scaled", target: "shop/web", replicas: 5 }, minute),
    );
    const observation = live(simulation, 2 * minute);
    expect(observation.failures.securityGroupPolicies?.code).toBe("NotInstalled");
    const asking = podsOf(observation, "shop", "web").filter(({ containers }) => containers[0]?.podEniLimit === 1);
    expect(asking).toHaveLength(4);
  });

  test("a copy of an object is like its model, and a policy made by hand counts for the pods that come later", () => {
    const simulation = started(
      quiet(),
      fault({
        name: "copied",
        collection: "securityGroupPolicies",
        which: (_item, id) => id === "shop/web",
        id: "shop/admin",
        copy: (policy) => ({
          ...policy,
          name: "admin",
          podSelector: { matchLabels: { "app.kubernetes.io/name": "admin" } },
        }),
      }),
      fault({ name: "scaled", target: "shop/admin", replicas: 3 }, minute),
    );
    const observation = live(simulation, 2 * minute);
    const policies = itemsOf(observation, "securityGroupPolicies");
    expect(policies.get("shop/admin")?.groupIds).toEqual(policies.get("shop/web")?.groupIds);
    expect(podsOf(observation, "shop", "admin").filter((pod) => entriesOf(pod).length === 1)).toHaveLength(1);
  });

  test("aws-node tells of calls that it may not make", () => {
    const simulation = started(
      { ...quiet(), workloads: [] },
      fault({ name: "ec2-refuses", operations: ["create-secondary"], code: "UnauthorizedOperation", message: "No." }),
    );
    simulation.add({ kind: "Deployment", namespace: "default", name: "many", replicas: 40 });
    const [event] = eventsOf(live(simulation, 3 * minute), "MissingIAMPermissions");
    expect(event?.about.name).toMatch(/^aws-node-/);
    expect(event?.message).toContain("ec2:CreateNetworkInterface");
  });

  test("kubelets let in as many pods as they are told, and Auto Mode nodes run without aws-node and CNINode", () => {
    const base = quiet();
    const { observation } = started({
      ...base,
      nodeGroups: [
        ...base.nodeGroups,
        { name: "narrow", kind: "managed", types: ["m5.large"], desired: 1, maxPods: 7 },
        {
          name: "auto",
          kind: "karpenter",
          types: ["m6i.large"],
          desired: 1,
          labels: { "eks.amazonaws.com/compute-type": "auto" },
        },
      ],
    });
    const nodes = [...itemsOf(observation, "nodes").values()];
    expect(nodes.filter(({ allocatable }) => allocatable.pods === 7)).toHaveLength(1);
    const auto = nodes.find(({ labels }) => labels["eks.amazonaws.com/compute-type"] === "auto");
    expect(auto?.conditions.find(({ type }) => type === "Ready")?.status).toBe("True");
    expect(itemsOf(observation, "cniNodes").has(auto?.name ?? "")).toBe(false);
    expect(podsOf(observation, "kube-system", "aws-node").some(({ nodeName }) => nodeName === auto?.name)).toBe(false);
  });
});
