import { describe, expect, test } from "vitest";
import type { Change } from "../recording/change.ts";
import type { CollectionName, Item } from "../recording/collections.ts";
import type { Recording } from "../recording/recording.ts";
import type { SubjectKind } from "./life.ts";
import { lifeOf } from "./life-of.ts";

const start = Date.UTC(2026, 2, 2, 9);
const pod = "shop/web-1";
const eni = "eni-0123456789abcdef0";
const trunk = "eni-0fedcba9876543210";
const role = "arn:aws:sts::111122223333:assumed-role/cluster/controller";
const controller = "eks:vpc-resource-controller";

type AuditEvent = Item<"auditEvents">;
type ApiCall = Item<"apiCalls">;

function audited(id: string, seconds: number, more: Partial<AuditEvent>): AuditEvent {
  const base = { id, at: start + seconds * 1000, verb: "patch", user: controller, resource: "pods" };
  return { ...base, namespace: "shop", name: "web-1", code: 200, ...more };
}

function called(call: string, seconds: number, more: Partial<ApiCall> = {}): ApiCall {
  const id = `${call}-${seconds}`;
  return { id, at: start + seconds * 1000, call, by: role, requestId: `request-${id}`, interfaceId: eni, ...more };
}

function recordingOf(at: number, items: { readonly [C in CollectionName]?: readonly Item<C>[] }): Recording {
  const byId = Object.entries(items).map(([name, some]) => [
    name,
    new Map((some as readonly { id?: string; namespace?: string; name?: string }[]).map((one) => [idOf(one), one])),
  ]);
  const change: Change = { at, items: Object.fromEntries(byId), failures: {}, readAt: {} };
  return { header: { cluster: "prod" }, changes: [change] };
}

function idOf({ id, namespace, name }: { id?: string; namespace?: string; name?: string }): string {
  return id ?? (namespace === undefined ? (name ?? "") : `${namespace}/${name}`);
}

const made = [
  called("CreateNetworkInterface", 2),
  called("CreateNetworkInterfacePermission", 2.4),
  called("AssociateTrunkInterface", 3, { trunkId: trunk, associationId: "trunk-assoc-1" }),
];
const ended = [
  called("DeleteNetworkInterface", 200),
  called("DisassociateTrunkInterface", 199, { interfaceId: undefined as never, associationId: "trunk-assoc-1" }),
].map((call) => JSON.parse(JSON.stringify(call)) as ApiCall);
const allocated = [
  audited("create", 0, { verb: "create", user: "alice", mutatedBy: ["mpod.vpc.k8s.aws"] }),
  audited("bind", 1, { verb: "create", subresource: "binding", user: "system:kube-scheduler" }),
  audited("annotate", 4, { podEni: [eni] }),
  audited("delete", 100, { verb: "delete", user: "bob" }),
];

function told(recording: Recording, kind: SubjectKind, id: string, at = start + 3_600_000) {
  const life = lifeOf(recording, { kind, id }, at);
  if (life === null) throw new Error(`nothing is told of ${id}`);
  return { life, step: (name: string) => life.steps.find(({ step }) => step === name) };
}

describe("what logs prove", () => {
  const recording = recordingOf(start + 3_600_000, { auditEvents: allocated, apiCalls: [...ended, ...made] });

  test("a Pod and its branch that nothing else knows any more are told from logs alone", () => {
    const { step } = told(recording, "pod", pod);
    const times = ["P1", "P3", "P5", "P6", "P7", "D0", "D3", "D4"].map((name) => [
      name,
      ((step(name)?.at ?? 0) - start) / 1000,
      step(name)?.exactness,
    ]);
    expect(times).toEqual([
      ["P1", 0, "stated"],
      ["P3", 1, "stated"],
      ["P5", 2, "stated"],
      ["P6", 3, "stated"],
      ["P7", 4, "stated"],
      ["D0", 100, "stated"],
      ["D3", 199, "stated"],
      ["D4", 200, "stated"],
    ]);
  });

  test("they say who did it, with which request", () => {
    const { step } = told(recording, "pod", pod);
    expect(step("P1")?.evidence[0]).toMatchObject({ source: "audit", by: "alice", value: "mpod.vpc.k8s.aws" });
    expect(step("P7")?.evidence[0]).toMatchObject({ by: controller, request: "annotate" });
    expect(step("D0")?.evidence[0]).toMatchObject({ by: "bob" });
    expect(step("D4")?.evidence[0]).toMatchObject({
      source: "cloudtrail",
      by: role,
      request: "request-DeleteNetworkInterface-200",
    });
  });

  test("an ENI has the time of its creation, its last owner, and who deleted it", () => {
    const { life, step } = told(recording, "eni", eni);
    expect(step("created")).toMatchObject({ at: start + 2_000, exactness: "stated" });
    expect(step("gone")).toMatchObject({ at: start + 200_000, evidence: [{ by: role }] });
    expect(life.owners).toMatchObject([{ pod }]);
  });

  test("what came after the moment one looks at is not told", () => {
    const { step } = told(
      { ...recording, changes: recording.changes.map((change) => ({ ...change, at: start })) },
      "pod",
      pod,
      start + 50_000,
    );
    expect(step("P7")?.state).toBe("reached");
    expect(step("D0")?.state).not.toBe("reached");
  });

  test("a webhook that failed open is told of the Pod that went without", () => {
    const auditEvents = [audited("create", 0, { verb: "create", failedOpen: ["mpod.vpc.k8s.aws"] })];
    const { step } = told(recordingOf(start + 1_000, { auditEvents }), "pod", pod);
    expect(step("P0")?.state).toBe("reached");
    expect(step("P0x")).toMatchObject({ state: "failed", checks: ["SGP-065"] });
  });

  test("a deletion that EC2 refused is told with its error, and one that found nothing is done", () => {
    const refusal = called("DeleteNetworkInterface", 150, { errorCode: "Client.UnauthorizedOperation" });
    const { step } = told(
      recordingOf(start + 200_000, { apiCalls: [...made, refusal], auditEvents: allocated }),
      "eni",
      eni,
    );
    expect(step("deletion-refused")).toMatchObject({
      state: "failed",
      evidence: [{ error: "Client.UnauthorizedOperation" }],
    });
    const nothing = called("DeleteNetworkInterface", 150, { errorCode: "Client.InvalidNetworkInterfaceID.NotFound" });
    const other = told(recordingOf(start + 200_000, { apiCalls: [...made, nothing] }), "eni", eni);
    expect(other.step("deletion-refused")).toBeUndefined();
  });

  test("an annotation that was refused is told with the reason", () => {
    const auditEvents = [
      ...allocated.slice(0, 2),
      audited("refused", 4, { podEni: [eni], code: 403, reason: "Forbidden" }),
    ];
    const { step } = told(recordingOf(start + 10_000, { auditEvents }), "pod", pod, start + 10_000);
    expect(step("P7x")).toMatchObject({ state: "failed", evidence: [{ error: "Forbidden" }] });
    expect(step("P7")?.state).not.toBe("reached");
  });

  test("a node's feature and capacity have the time and the user of their patches", () => {
    const node: Item<"nodes"> = {
      name: "node-1",
      labels: {},
      annotations: {},
      addresses: [],
      capacity: { pods: 29, podEni: 9 },
      allocatable: { pods: 29, podEni: 9 },
      conditions: [],
      taints: [],
      providerId: "aws:///eu-west-1a/i-0123456789abcdef0",
    };
    const about = { resource: "nodes", name: "node-1", namespace: undefined as never };
    const auditEvents = [
      audited("feature", 10, { ...about, resource: "cninodes", features: ["SecurityGroupsForPods"], user: "aws-node" }),
      audited("capacity", 20, { ...about, subresource: "status", capacity: 9 }),
    ];
    const { step } = told(recordingOf(start + 60_000, { nodes: [node], auditEvents }), "node", "node-1");
    expect(step("N2")).toMatchObject({ at: start + 10_000, exactness: "stated", evidence: [{ by: "aws-node" }] });
    expect(step("N5")).toMatchObject({ at: start + 20_000, exactness: "stated" });
  });
});
