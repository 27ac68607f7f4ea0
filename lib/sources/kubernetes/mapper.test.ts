import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collections, type Item } from "../../recording/collections.ts";
import { itemFromObject, itemOf } from "./mapper.ts";
import { allocatedEvent, awsNodePod, cniNode, kubeProxyConfig, policy, webPod, workerNode } from "./objects.fixture.ts";
import { type KubernetesCollection, kubernetesCollections } from "./resources.ts";

describe("a pod", () => {
  const item = read("pods", webPod);

  test("keeps what says where it runs, on which branch, and how it fares", () => {
    expect(item).toMatchObject({
      namespace: "shop",
      name: "web-6d4b75cb6d-x2x7q",
      nodeName: "ip-192-168-31-166.eu-west-1.compute.internal",
      phase: "Running",
      podIp: "192.168.26.162",
      podIps: ["192.168.26.162"],
      hostNetwork: false,
      serviceAccount: "web",
      owner: { kind: "ReplicaSet", name: "web-6d4b75cb6d", uid: "77" },
      createdAt: Date.parse("2026-03-01T10:00:00Z"),
      startedAt: Date.parse("2026-03-01T10:00:02Z"),
      graceSeconds: 30,
      dnsPolicy: "ClusterFirst",
      nodeSelector: { disk: "ssd" },
      labels: { app: "web", "pod-template-hash": "6d4b75cb6d" },
    });
  });

  test("is deleting since it was asked to, not since its grace period ends", () => {
    expect(item.deletingSince).toBe(Date.parse("2026-03-01T11:00:00Z"));
  });

  test("says when it was relabelled after its creation", () => {
    const labelled = (time: string) => ({
      ...webPod,
      metadata: { ...webPod.metadata, managedFields: [{ time, fieldsV1: { "f:metadata": { "f:labels": {} } } }] },
    });
    expect(read("pods", labelled("2026-03-01T10:00:00Z")).labelsChangedAt).toBeUndefined();
    const later = "2026-03-01T10:07:00Z";
    expect(read("pods", labelled(later)).labelsChangedAt).toBe(Date.parse(later));
  });

  test("keeps no annotation, variable or command that may hold a secret", () => {
    expect(Object.keys(item.annotations)).toEqual(["vpc.amazonaws.com/pod-eni"]);
    expect(JSON.stringify(item)).not.toMatch(/hunter2|last-applied|example\.com|"serve"/);
  });

  test("has its containers' branch requests, ports and probes", () => {
    expect(item.containers).toEqual([
      {
        name: "web",
        image: "shop/web:1.4.2",
        podEniRequest: 1,
        podEniLimit: 1,
        ports: [{ name: "http", port: 8080, protocol: "TCP" }],
        probes: [
          { use: "startup", kind: "exec" },
          { use: "liveness", kind: "http", port: "http" },
          { use: "readiness", kind: "tcp", port: 8080 },
        ],
      },
    ]);
  });

  test("says why each container waits or ended", () => {
    expect(item.statuses).toEqual([
      {
        name: "migrate",
        ready: true,
        restarts: 0,
        reason: "Completed",
        startedAt: Date.parse("2026-03-01T10:00:03Z"),
        finishedAt: Date.parse("2026-03-01T10:00:04Z"),
      },
      { name: "web", ready: false, restarts: 4, reason: "CrashLoopBackOff" },
    ]);
  });

  test("requires of a node only what every alternative of its affinity restricts, in labels known to mean something", () => {
    expect(item.affinityLabels).toEqual({ "topology.kubernetes.io/zone": ["eu-west-1a", "eu-west-1b"] });
  });

  test("of aws-node has the variables of the allow-list, without those whose value is elsewhere", () => {
    const awsNode = read("pods", awsNodePod);
    expect(awsNode.hostNetwork).toBe(true);
    expect(awsNode.containers[0]?.env).toEqual({ ENABLE_POD_ENI: "true", AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS: "" });
    expect(awsNode.initContainers?.[0]?.env).toEqual({ DISABLE_TCP_EARLY_DEMUX: "true" });
    expect(awsNode.containers[0]?.envElsewhere).toEqual(["WARM_ENI_TARGET"]);
    expect(awsNode.initContainers?.[0]?.envElsewhere).toBeUndefined();
  });

  test("of aws-node says that a whole ConfigMap may hold more variables", () => {
    const [main, ...others] = awsNodePod.spec.containers;
    const containers = [{ ...main, envFrom: [{ configMapRef: { name: "more" } }] }, ...others];
    const { spec } = awsNodePod;
    const awsNode = read("pods", { ...awsNodePod, spec: { ...spec, containers } });
    expect(awsNode.containers[0]?.envElsewhere).toEqual(["WARM_ENI_TARGET", "*"]);
  });

  test("elsewhere named aws-node has no variables", () => {
    const impostor = { ...awsNodePod, metadata: { ...awsNodePod.metadata, namespace: "shop" } };
    expect(read("pods", impostor).containers[0]?.env).toBeUndefined();
  });
});

test("a node keeps its branch capacity as a number, and no heart-beat", () => {
  const item = read("nodes", workerNode);
  expect(item).toMatchObject({
    providerId: "aws:///eu-west-1a/i-01ac2403f4932c7ee",
    capacity: { pods: 29, podEni: 9 },
    allocatable: { pods: 29, podEni: 9 },
    unschedulable: true,
    annotations: { "k8s.amazonaws.com/eniConfig": "eu-west-1a" },
    taints: [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" }],
    kubeletVersion: "v1.33.4-eks-99d6cc0",
  });
  expect(item.conditions[0]?.changedAt).toBe(Date.parse("2026-03-01T09:01:00Z"));
});

test.each([
  ["9", 9],
  [9, 9],
  ["1k", 1000],
  ["2Ki", 2048],
  ["1e2", 100],
  ["500m", 0.5],
  ["many", undefined],
  [null, undefined],
  [{}, undefined],
])("the quantity %j counts as %j", (quantity, podEni) => {
  const node = { ...workerNode, status: { capacity: { "vpc.amazonaws.com/pod-eni": quantity } } };
  expect(read("nodes", node).capacity.podEni).toBe(podEni);
});

describe("a SecurityGroupPolicy", () => {
  test("keeps its selectors as written and when its spec last changed", () => {
    expect(read("securityGroupPolicies", policy)).toMatchObject({
      generation: 3,
      specChangedAt: Date.parse("2026-02-20T00:00:00Z"),
      podSelector: policy.spec.podSelector,
      serviceAccountSelector: null,
      groupIds: ["sg-079157a483bcb371f"],
    });
  });

  test("with an empty selector is not one without", () => {
    const item = read("securityGroupPolicies", { ...policy, spec: { podSelector: {} } });
    expect(item).toMatchObject({ podSelector: {}, serviceAccountSelector: null, groupIds: [] });
  });

  test.each([
    [{ matchLabels: { replicas: 3 } }, { matchLabels: { replicas: "3" } }],
    [
      { matchExpressions: [{ key: "a", operator: "Exists", values: [true] }] },
      { matchExpressions: [{ key: "a", operator: "Exists", values: ["true"] }] },
    ],
    [{ matchExpressions: ["tier"] }, { matchExpressions: [{ key: "", operator: "tier" }] }],
    [{ matchLabels: ["app"] }, { matchExpressions: [{ key: "", operator: '["app"]' }] }],
    ["app=web", { matchExpressions: [{ key: "", operator: "app=web" }] }],
  ])("with the broken selector %j keeps it so that it selects nothing by mistake", (podSelector, kept) => {
    expect(read("securityGroupPolicies", { ...policy, spec: { podSelector } }).podSelector).toEqual(kept);
  });
});

test("a CNINode keeps features, when they were written, and the trunk if its status names one", () => {
  expect(read("cniNodes", cniNode)).toMatchObject({
    features: [{ name: "SecurityGroupsForPods" }, { name: "CustomNetworking", value: "eu-west-1a" }],
    featuresChangedAt: Date.parse("2026-03-01T09:00:40Z"),
    finalizers: ["networking.k8s.aws/resource-cleanup"],
    trunkId: "eni-01f7b73cf13962fe5",
  });
  const sample = { ...cniNode, spec: { features: ["SecurityGroupsForPods"] }, status: {} };
  expect(read("cniNodes", sample).features).toEqual([]);
});

test("of kube-proxy's configuration only the mode is kept, and of a Corefile nothing", () => {
  expect(read("configMaps", kubeProxyConfig).data).toEqual({ mode: "ipvs" });
  const corefile = {
    ...kubeProxyConfig,
    metadata: { name: "coredns", namespace: "kube-system" },
    data: { Corefile: "route53 { aws_access_key hunter2 }" },
  };
  expect(read("configMaps", corefile).data).toEqual({});
});

describe("an event", () => {
  test("of the controller is kept with whom it is about", () => {
    expect(read("events", allocatedEvent)).toMatchObject({
      reason: "ResourceAllocated",
      component: "vpc-resource-controller",
      count: 1,
      about: { kind: "Pod", namespace: "shop", name: "web-6d4b75cb6d-x2x7q" },
    });
  });

  test("of events.k8s.io reads the same", () => {
    const { involvedObject, message, source, firstTimestamp, lastTimestamp, count, ...rest } = allocatedEvent;
    const newer = {
      ...rest,
      apiVersion: "events.k8s.io/v1",
      kind: "Event",
      regarding: involvedObject,
      note: message,
      deprecatedSource: source,
      deprecatedFirstTimestamp: firstTimestamp,
      deprecatedLastTimestamp: lastTimestamp,
      deprecatedCount: count,
    };
    const mapped = itemFromObject(newer);
    expect("item" in mapped && mapped.item).toEqual(read("events", allocatedEvent));
  });

  test.each([
    ["Pulled", "Container image already present"],
    ["FailedScheduling", "0/3 nodes are available: 3 Insufficient cpu."],
    ["FailedCreatePodSandBox", 'failed to mount "config"'],
    ["ResourceAllocated", "Allocated [192.168.1.4/19] to the pod"],
  ])("%s: %s is none of ours", (reason, message) => {
    expect(itemOf("events", { ...allocatedEvent, reason, message })).toMatchObject({
      unused: true,
      id: "shop/web.17a",
    });
  });

  test("of the scheduler is kept when it lacks branches", () => {
    const message = "0/3 nodes are available: 3 Insufficient vpc.amazonaws.com/pod-eni.";
    expect(itemOf("events", { ...allocatedEvent, reason: "FailedScheduling", message })).toHaveProperty("item");
  });
});

test("a webhook configuration says whether it has a CA bundle, not which", () => {
  const configuration = {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    metadata: { name: "vpc-resource-mutating-webhook" },
    webhooks: [
      {
        name: "mpod.vpc.k8s.aws",
        failurePolicy: "Ignore",
        clientConfig: { url: "https://x", caBundle: "LS0tLS1CRUdJTg==" },
        namespaceSelector: {},
        objectSelector: { matchExpressions: [{ key: "skip", operator: "DoesNotExist" }] },
        rules: [{ operations: ["CREATE"], apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], scope: "*" }],
      },
    ],
  };
  expect(read("webhookConfigurations", configuration)).toMatchObject({
    mutating: true,
    webhooks: [
      {
        failurePolicy: "Ignore",
        hasCaBundle: true,
        namespaceSelector: {},
        objectSelector: { matchExpressions: [{ key: "skip", operator: "DoesNotExist" }] },
        rules: [{ operations: ["CREATE"], resources: ["pods"] }],
      },
    ],
  });
});

describe("by apiVersion and kind", () => {
  test("an object finds its collection and id", () => {
    expect(itemFromObject({ apiVersion: "v1", kind: "Pod", ...webPod })).toMatchObject({
      collection: "pods",
      id: "shop/web-6d4b75cb6d-x2x7q",
      uid: "9f2c4a1e-0f0a-4a39-9a8b-0d9be3d6a111",
    });
    expect(itemFromObject(cniNode)).toMatchObject({ collection: "cniNodes", id: cniNode.metadata.name });
  });

  test("the controller's own roles and bindings are kept, each in its place", () => {
    const apiVersion = "rbac.authorization.k8s.io/v1";
    const placed = (kind: string, name: string, namespace?: string) =>
      itemFromObject({ apiVersion, kind, metadata: namespace === undefined ? { name } : { name, namespace } });
    expect(placed("ClusterRole", "vpc-resource-controller-role")).toMatchObject({ collection: "clusterRoles" });
    expect(placed("RoleBinding", "eks-vpc-resource-controller-rolebinding", "kube-system")).toMatchObject({
      collection: "roleBindings",
      id: "kube-system/eks-vpc-resource-controller-rolebinding",
    });
    expect(placed("ClusterRoleBinding", "cluster-admin")).toMatchObject({ unused: true });
    expect(placed("Role", "eks-vpc-resource-controller-role", "shop")).toMatchObject({ unused: true });
  });

  test.each([
    ["a kind we do not use", { apiVersion: "v1", kind: "Secret", metadata: { name: "x", namespace: "y" } }],
    ["a kind of another group", { apiVersion: "example.com/v1", kind: "Pod", metadata: { name: "x", namespace: "y" } }],
    [
      "a ConfigMap that is not ours",
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "app", namespace: "shop" } },
    ],
    [
      "a DaemonSet outside kube-system",
      { apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name: "x", namespace: "shop" } },
    ],
  ])("%s is unused, and that is no fault", (_, object) => {
    expect(itemFromObject(object)).toMatchObject({ unused: true });
  });

  test.each([
    ["no object", 7, "no apiVersion and kind"],
    ["no kind", { metadata: { name: "x" } }, "no apiVersion and kind"],
    ["no name", { apiVersion: "v1", kind: "Node", metadata: {} }, "a Node without a name"],
    ["no namespace", { apiVersion: "v1", kind: "Pod", metadata: { name: "x" } }, "Pod x names no namespace"],
  ])("an object with %s is a problem that says so", (_, object, problem) => {
    const mapped = itemFromObject(object);
    expect(mapped).toMatchObject({ unused: false });
    expect("problem" in mapped && mapped.problem).toContain(problem);
  });
});

test("whatever the fields hold, an item fits its schema or is a named problem", () => {
  const metadata = fc.record(
    { name: fc.constantFrom("a", "aws-node", "", 3), namespace: fc.constant("kube-system") },
    { requiredKeys: [] },
  );
  const half = [webPod, awsNodePod, workerNode, policy, cniNode, allocatedEvent];
  fc.assert(
    fc.property(
      fc.constantFrom(...kubernetesCollections),
      metadata,
      fc.constantFrom(...half),
      fc.array(fc.tuple(fc.nat(60), fc.jsonValue()), { maxLength: 6 }),
      fc.jsonValue(),
      (collection, name, base, changes, spec) => {
        const object = changes.reduce((json, [place, value]) => replaced(json, place, value), {
          ...base,
          metadata: { ...base.metadata, ...name },
        } as unknown);
        for (const candidate of [object, { metadata: name, spec, status: spec }]) {
          const mapped = itemOf(collection, candidate);
          if ("item" in mapped)
            expect(collections[collection].schema.safeParse(mapped.item)).toMatchObject({ success: true });
          else expect(mapped.problem).not.toBe("");
        }
      },
    ),
    { numRuns: 1500 },
  );
});

function read<C extends KubernetesCollection>(collection: C, object: unknown): Item<C> {
  const mapped = itemOf(collection, object);
  if (!("item" in mapped)) throw new Error(mapped.problem);
  collections[collection].schema.parse(mapped.item);
  return mapped.item as Item<C>;
}

/** The JSON with its `place`-th value, counted depth first, replaced. */
function replaced(json: unknown, place: number, value: unknown): unknown {
  let left = place;
  const walk = (part: unknown): unknown => {
    if (left-- === 0) return value;
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, entry]) => [key, walk(entry)]));
  };
  return walk(json);
}
