import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, type Change, compare } from "../recording/change.ts";
import type { CollectionName, Item } from "../recording/collections.ts";
import { emptyObservation, type Observation } from "../recording/observation.ts";
import type { Branch, Pod, Resource, Trunk } from "./resources.ts";
import { buildTopology, createTopology } from "./topology.ts";

const cluster = "ironman-2022";
const options = { cluster };

type Facts = { readonly [C in CollectionName]?: Readonly<Record<string, Item<C>>> };

function observe(facts: Facts, at = 1_000, failures: Observation["failures"] = {}): Observation {
  const items = Object.fromEntries(Object.entries(facts).map(([name, byId]) => [name, new Map(Object.entries(byId))]));
  return { at, items: items as Observation["items"], failures, readAt: {} };
}

const trunkEni: Item<"interfaces"> = {
  id: "eni-01f7b73cf13962fe5",
  type: "trunk",
  status: "in-use",
  mac: "02:27:6e:aa:23:15",
  privateIp: "192.168.9.59",
  privateIps: ["192.168.9.59"],
  groups: [{ id: "sg-079157a483bcb371f" }, { id: "sg-032f6354cf0b25196" }],
  attachment: { instanceId: "i-01ac2403f4932c7ee", deviceIndex: 2, networkCardIndex: 0, status: "attached" },
  tags: { "kubernetes.io/cluster/ironman-2022": "owned", "eks:eni:owner": "eks-vpc-resource-controller" },
};

const branchEni: Item<"interfaces"> = {
  id: "eni-09a7a909e06fc4be6",
  type: "branch",
  status: "in-use",
  mac: "02:b0:01:6c:b5:79",
  privateIp: "192.168.26.162",
  privateIps: ["192.168.26.162"],
  groups: [{ id: "sg-079157a483bcb371f", name: "remoteAccess" }],
  attachment: null,
  tags: {
    ...trunkEni.tags,
    "vpcresources.k8s.aws/trunk-eni-id": trunkEni.id,
    "vpcresources.k8s.aws/vlan-id": "1",
  },
};

const annotation = JSON.stringify([
  {
    eniId: branchEni.id,
    ifAddress: branchEni.mac,
    privateIp: branchEni.privateIp,
    vlanId: 1,
    subnetCidr: "192.168.0.0/19",
  },
]);

function podItem(facts: Partial<Item<"pods">> = {}): Item<"pods"> {
  return {
    namespace: "default",
    name: "aws-cli",
    uid: "uid-1",
    labels: {},
    annotations: { "vpc.amazonaws.com/pod-eni": annotation },
    nodeName: "ip-192-168-31-166.eu-west-1.compute.internal",
    phase: "Running",
    podIp: "192.168.26.162",
    conditions: [],
    containers: [{ name: "aws-cli", podEniRequest: 1, podEniLimit: 1 }],
    ...facts,
  };
}

const seed: Facts = {
  interfaces: { [trunkEni.id]: trunkEni, [branchEni.id]: branchEni },
  pods: { "default/aws-cli": podItem() },
};

function of<R extends Resource>(observation: Observation, id: string): R {
  return buildTopology(observation, options).resources.get(id) as R;
}

describe("the join", () => {
  test("links pod, branch, trunk and instance from the seed's own facts", () => {
    const { resources } = buildTopology(observe(seed), options);
    expect(resources.get("pod/default/aws-cli")).toMatchObject({
      branchIds: [branchEni.id],
      interfaceId: branchEni.id,
      instanceId: "i-01ac2403f4932c7ee",
      marks: [],
    });
    expect(resources.get(branchEni.id)).toMatchObject({
      trunkId: trunkEni.id,
      vlan: 1,
      vlanFrom: "tag",
      state: "used",
    });
    expect(resources.get(trunkEni.id)).toMatchObject({
      instanceId: "i-01ac2403f4932c7ee",
      deviceIndex: 2,
      slots: { used: 1 },
    });
    expect(resources.get("i-01ac2403f4932c7ee")).toMatchObject({
      trunkIds: [trunkEni.id],
      nodeName: "ip-192-168-31-166.eu-west-1.compute.internal",
    });
    expect(resources.get("sg-079157a483bcb371f")).toMatchObject({ kind: "securityGroup", name: "remoteAccess" });
  });

  test("finds the branch by IP when the annotation names an ENI that EC2 does not know", () => {
    const renamed = podItem({
      annotations: { "vpc.amazonaws.com/pod-eni": annotation.replace(branchEni.id, "eni-0gone") },
    });
    const pod = of<Pod>(observe({ ...seed, pods: { "default/aws-cli": renamed } }), "pod/default/aws-cli");
    expect(pod.branchIds).toEqual([branchEni.id]);
    expect(pod.marks).toContain("annotation-names-unknown-interface");
  });

  test("keeps a branch whose trunk EC2 does not know, and says so", () => {
    const branch = of<Branch>(observe({ interfaces: { [branchEni.id]: branchEni } }), branchEni.id);
    expect(branch).toMatchObject({ trunkId: trunkEni.id, vlan: 1, marks: ["trunk-not-in-ec2"] });
  });

  test("joins an ordinary pod to the ENI whose /28 or /80 prefix covers its IP", () => {
    const eni = (id: string, prefixes: Partial<Item<"interfaces">>) => ({
      ...trunkEni,
      id,
      type: "interface",
      privateIps: [],
      ...prefixes,
    });
    const observation = observe({
      interfaces: {
        "eni-4": eni("eni-4", { ipv4Prefixes: ["192.168.40.16/28"] }),
        "eni-6": eni("eni-6", { ipv6Prefixes: ["2001:db8:0:0:1::/80"] }),
      },
      pods: {
        "default/four": podItem({ name: "four", annotations: {}, podIp: "192.168.40.31" }),
        "default/six": podItem({ name: "six", annotations: {}, podIp: "2001:0db8::1:0:0:9" }),
        "default/outside": podItem({ name: "outside", annotations: {}, podIp: "192.168.40.32" }),
      },
    });
    expect(of<Pod>(observation, "pod/default/four").interfaceId).toBe("eni-4");
    expect(of<Pod>(observation, "pod/default/six").interfaceId).toBe("eni-6");
    expect(of<Pod>(observation, "pod/default/outside")).toMatchObject({
      interfaceId: null,
      marks: ["ip-on-no-interface"],
    });
  });

  test("lets one branch serve several pods and one instance carry several trunks", () => {
    const second = { ...trunkEni, id: "eni-second" };
    const { resources } = buildTopology(
      observe({
        interfaces: { ...seed.interfaces, [second.id]: second },
        pods: { ...seed.pods, "default/twin": podItem({ name: "twin", uid: "uid-2" }) },
      }),
      options,
    );
    expect(resources.get(branchEni.id)).toMatchObject({
      podIds: ["pod/default/aws-cli", "pod/default/twin"],
      marks: ["shared-branch"],
    });
    expect(resources.get("i-01ac2403f4932c7ee")).toMatchObject({
      trunkIds: [trunkEni.id, second.id],
      marks: ["several-trunks"],
    });
  });

  test("keeps an annotation that cannot be understood as it stands", () => {
    const broken = podItem({ annotations: { "vpc.amazonaws.com/pod-eni": '[{"eniId":' } });
    const pod = of<Pod>(observe({ pods: { "default/aws-cli": broken } }), "pod/default/aws-cli");
    expect(pod).toMatchObject({ marks: ["annotation-unusable"], annotationText: '[{"eniId":', annotation: [] });
  });

  test("marks a policy that the controller skips or can never match", () => {
    const policy = (facts: Partial<Item<"securityGroupPolicies">>): Item<"securityGroupPolicies"> => ({
      namespace: "default",
      name: "p",
      labels: {},
      annotations: {},
      podSelector: {},
      serviceAccountSelector: null,
      groupIds: ["sg-1"],
      ...facts,
    });
    const marksOf = (facts: Partial<Item<"securityGroupPolicies">>) =>
      of(observe({ securityGroupPolicies: { "default/p": policy(facts) } }), "policy/default/p").marks;
    expect(marksOf({})).toEqual([]);
    expect(marksOf({ podSelector: null })).toEqual(["policy-invalid"]);
    expect(marksOf({ groupIds: [] })).toEqual(["policy-invalid"]);
    expect(marksOf({ podSelector: { matchExpressions: [{ key: "a", operator: "Gt" }] } })).toEqual(["selector-broken"]);
  });

  test("does not let a completed pod own its branch, although its annotation stays", () => {
    const observation = observe({ ...seed, pods: { "default/aws-cli": podItem({ phase: "Succeeded" }) } });
    expect(of<Branch>(observation, branchEni.id)).toMatchObject({ podIds: [], state: "unowned" });
    expect(of<Pod>(observation, "pod/default/aws-cli")).toMatchObject({ annotated: true, branchIds: [] });
  });
});

describe("the state of a branch", () => {
  const gone = (at: number, failures: Observation["failures"] = {}) => observe({ ...seed, pods: {} }, at, failures);
  const stateAfter = (...moments: Observation[]) => {
    const topology = createTopology(options);
    let last = emptyObservation;
    for (const moment of moments) {
      topology.advance(compare(last, moment));
      last = moment;
    }
    return topology.resources.get(branchEni.id) as Branch;
  };

  test("cools down once its pod is gone, and is an orphan when that takes longer than a release", () => {
    const start = observe(seed, 0);
    expect(stateAfter(start, gone(1_000))).toMatchObject({
      state: "cooling",
      unownedSince: { at: 1_000, exact: true },
      lastOwner: "pod/default/aws-cli",
    });
    expect(stateAfter(start, gone(1_000), gone(121_000)).state).toBe("cooling");
    expect(stateAfter(start, gone(1_000), gone(121_001)).state).toBe("orphan");
  });

  test("has no known age when it was never seen with an owner", () => {
    expect(stateAfter(gone(0)).state).toBe("unowned");
    expect(stateAfter(gone(0), gone(120_001)).state).toBe("orphan");
  });

  test("is never called released while pods cannot be read", () => {
    const blind = { pods: { code: "Forbidden", message: "no" } };
    const branch = stateAfter(gone(0, blind), gone(1_000_000, blind));
    expect(branch.state).toBe("unowned");
    expect(branch.unownedSince).toBeUndefined();
  });

  test("is allocating while it is new and no pod names it yet", () => {
    const before = observe({ interfaces: { [trunkEni.id]: trunkEni }, pods: {} }, 0);
    expect(stateAfter(before, gone(5_000)).state).toBe("allocating");
  });
});

describe("keeping up", () => {
  const ids = {
    eni: ["eni-a", "eni-b", "eni-c", "eni-t", "eni-u"],
    instance: ["i-0a", "i-0b"],
    node: ["n1", "n2"],
    group: ["sg-1", "sg-2"],
  };
  const ip = fc.constantFrom("10.0.0.1", "10.0.0.2", "10.0.0.17");
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const without = <T extends object>(record: T) =>
    Object.fromEntries(Object.entries(record).filter(([, v]) => v !== undefined)) as never;

  const eni = (id: string) =>
    fc
      .record({
        type: fc.constantFrom("trunk", "branch", "interface"),
        status: fc.constantFrom("in-use", "available"),
        privateIp: maybe(ip),
        prefix: fc.boolean(),
        group: fc.constantFrom(...ids.group),
        instance: maybe(fc.constantFrom(...ids.instance)),
        trunk: maybe(fc.constantFrom("eni-t", "eni-u", "eni-x")),
        vlan: fc.constantFrom("1", "2", "x"),
      })
      .map(
        ({ type, status, privateIp, prefix, group, instance, trunk, vlan }): Item<"interfaces"> =>
          without({
            id,
            type,
            status,
            privateIp,
            ipv4Prefixes: prefix ? ["10.0.0.16/28"] : undefined,
            groups: [{ id: group, name: `name-of-${group}` }],
            attachment: instance === undefined ? null : { instanceId: instance, deviceIndex: 1 },
            tags: trunk
              ? {
                  "eks:eni:owner": "eks-vpc-resource-controller",
                  "vpcresources.k8s.aws/trunk-eni-id": trunk,
                  "vpcresources.k8s.aws/vlan-id": vlan,
                }
              : {},
          }),
      );
  const pod = (name: string) =>
    fc
      .record({
        nodeName: maybe(fc.constantFrom(...ids.node, "n3", "ip-10-0-0-1")),
        podIp: maybe(ip),
        phase: fc.constantFrom("Running", "Succeeded"),
        named: maybe(fc.constantFrom(...ids.eni, "eni-x")),
        label: fc.constantFrom("web", "db"),
      })
      .map(
        ({ nodeName, podIp, phase, named, label }): Item<"pods"> =>
          without({
            namespace: "default",
            name,
            labels: { app: label },
            annotations: named
              ? {
                  "vpc.amazonaws.com/pod-eni": JSON.stringify([
                    { eniId: named, ifAddress: "m", privateIp: "10.0.0.1", vlanId: 1 },
                  ]),
                }
              : {},
            nodeName,
            podIp,
            phase,
            conditions: [],
            containers: [],
          }),
      );
  const node = (name: string) =>
    maybe(fc.constantFrom(...ids.instance)).map(
      (instance): Item<"nodes"> =>
        without({
          name,
          labels: {},
          annotations: {},
          providerId: instance && `aws:///eu-west-1a/${instance}`,
          addresses: [{ type: "InternalIP", address: "10.0.0.1" }],
          capacity: {},
          allocatable: {},
          conditions: [],
          taints: [],
        }),
    );
  const policy = (name: string) =>
    fc.constantFrom("web", "db").map(
      (app): Item<"securityGroupPolicies"> => ({
        namespace: "default",
        name,
        labels: {},
        annotations: {},
        podSelector: { matchLabels: { app } },
        serviceAccountSelector: null,
        groupIds: ["sg-1"],
      }),
    );
  const some = <T>(keys: readonly string[], item: (key: string) => fc.Arbitrary<T>) =>
    fc
      .tuple(...keys.map((key) => maybe(item(key.split("/").at(-1) as string))))
      .map(
        (items) => new Map(items.flatMap((one, index) => (one === undefined ? [] : [[keys[index] as string, one]]))),
      );
  const observation = fc
    .record(
      {
        instances: some(ids.instance, (id) =>
          fc.constantFrom("m5.large", "t3.large").map((type) => ({ id, type, privateIp: "10.0.0.1", tags: {} })),
        ),
        interfaces: some(ids.eni, eni),
        nodes: some(ids.node, node),
        pods: some(["default/p1", "default/p2", "default/p3"], pod),
        securityGroupPolicies: some(["default/s1", "default/s2"], policy),
        securityGroups: some(ids.group, (id) => fc.constant({ id, tags: {} })),
        cniNodes: some(ids.node, (name) =>
          fc.constant({ name, labels: {}, annotations: {}, features: [{ name: "SecurityGroupsForPods" }], tags: {} }),
        ),
        trunkAssociations: some(["as-1"], (id) => fc.constant({ id, trunkId: "eni-t", branchId: "eni-b", vlanId: 7 })),
      },
      { requiredKeys: [] },
    )
    .map((items) => ({ at: 0, items, failures: {}, readAt: {} }) as unknown as Observation);

  /** What does not depend on the past. */
  function timeless(resources: ReadonlyMap<string, Resource>) {
    return [...resources.values()]
      .map((resource) => {
        if (resource.kind === "trunk") {
          const { slots, ...facts } = resource as Trunk;
          return { ...facts, branches: Object.values(slots).reduce((sum, count) => sum + count, 0) };
        }
        if (resource.kind !== "branch") return resource;
        const { state, firstSeen: _f, unownedSince: _u, lastOwner: _l, ...facts } = resource as Branch;
        return { ...facts, isUsed: state === "used" };
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  test("a change of very many items takes away what went", () => {
    const generation = (name: string, count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index): [string, Item<"pods">] => {
          const pod = podItem({ name: `${name}-${index}`, podIp: `10.0.${index >> 8}.${index & 255}` });
          return [`default/${pod.name}`, pod];
        }),
      );
    const before = observe({ pods: generation("old", 800) });
    const after = observe({ pods: generation("new", 900) }, 2_000);
    const topology = buildTopology(before, options);
    const { changed, removed } = topology.advance(compare(before, after));
    expect(removed.filter((id) => id.startsWith("pod/"))).toHaveLength(800);
    expect(changed.filter(({ kind }) => kind === "pod")).toHaveLength(900);
    expect(timeless(topology.resources)).toEqual(timeless(buildTopology(after, options).resources));
  });

  test("step by step gives what building from scratch gives, and reports every difference", () => {
    fc.assert(
      fc.property(fc.array(observation, { minLength: 1, maxLength: 6 }), (moments) => {
        const topology = createTopology(options);
        const told = new Map<string, Resource>();
        let last = emptyObservation;
        moments.forEach((moment, index) => {
          const next = { ...moment, at: index * 1_000 };
          const change: Change = compare(last, next);
          const { changed, removed } = topology.advance(change);
          for (const resource of changed) told.set(resource.id, resource);
          for (const id of removed) told.delete(id);
          last = apply(last, change);
          expect(timeless(topology.resources)).toEqual(timeless(buildTopology(next, options).resources));
          expect(told).toEqual(topology.resources);
        });
      }),
      { numRuns: 1_500 },
    );
  });
});

test("a longer cool-down makes an orphan a branch that cools again", () => {
  const configMap = (seconds: string) => ({
    "kube-system/amazon-vpc-cni": {
      namespace: "kube-system",
      name: "amazon-vpc-cni",
      labels: {},
      annotations: {},
      data: { "branch-eni-cooldown": seconds },
    },
  });
  const owned = observe({ ...seed, configMaps: configMap("60") }, 0);
  const released = observe({ interfaces: seed.interfaces ?? {}, pods: {}, configMaps: configMap("60") }, 1_000);
  const long = { ...released, at: 200_000 };
  const topology = createTopology(options);
  const stateAfter = (from: Observation, to: Observation) => {
    topology.advance(compare(from, to));
    return (topology.resources.get(branchEni.id) as Branch).state;
  };
  expect(stateAfter(emptyObservation, owned)).toBe("used");
  expect(stateAfter(owned, released)).toBe("cooling");
  expect(stateAfter(released, long)).toBe("orphan");
  const longer = observe({ interfaces: seed.interfaces ?? {}, pods: {}, configMaps: configMap("600") }, 201_000);
  expect(stateAfter(long, longer)).toBe("cooling");
});
