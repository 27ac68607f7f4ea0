import { describe, expect, test } from "vitest";
import { annotationOf, healthy, judge, type Lab, lab } from "../testing.fixture.ts";
import {
  annotationNamesUnknown,
  annotationUnusable,
  completedKeepsAnnotation,
  surplusBranches,
} from "./annotations.ts";

const rules = [annotationNamesUnknown, completedKeepsAnnotation, surplusBranches, annotationUnusable];
const key = "vpc.amazonaws.com/pod-eni";

function annotated(value: unknown): Lab {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return healthy().change("pods", lab.podA, { annotations: { [key]: text } });
}

function entryOf(l: Lab): Record<string, unknown> {
  return JSON.parse(l.get("pods", lab.podA).annotations[key] ?? "")[0];
}

describe("annotation-names-unknown (SGP-005)", () => {
  const orphaned = () => healthy().wait(60).remove("interfaces", lab.branchA);

  test("speaks after three readings over three minutes", () => {
    expect(judge(rules, orphaned().wait(180, 60)).findings).toMatchObject([
      {
        code: "SGP-005",
        severity: "critical",
        subjects: [`pod/${lab.podA}`],
        facts: { pod: lab.podA, eni: lab.branchA, ip: "10.0.1.21", node: lab.node },
        evidence: [{ collection: "pods", id: lab.podA, field: `annotations.${key}` }],
      },
    ]);
  });

  test("takes one reading, two readings, and two minutes for nothing", () => {
    const once = healthy().remove("interfaces", lab.branchA);
    expect(judge(rules, once).findings).toEqual([]);
    expect(judge(rules, orphaned().wait(600)).findings).toEqual([]);
    expect(judge(rules, orphaned().wait(120, 30)).findings).toEqual([]);
  });

  const deleted = { id: "call-1", at: lab.start - 5000, call: "DeleteNetworkInterface", interfaceId: lab.branchA };

  test("is certain at once, and says who deleted the ENI, when a CloudTrail record tells", () => {
    const once = () => healthy().remove("interfaces", lab.branchA);
    const by = "arn:aws:sts::111122223333:assumed-role/cleaner/nightly";
    const told = once().put("apiCalls", "call-1", { ...deleted, by, requestId: "request-1" });
    expect(judge(rules, once()).findings).toEqual([]);
    expect(judge(rules, told).findings).toMatchObject([
      {
        code: "SGP-005",
        confidence: "certain",
        since: { at: deleted.at, exact: true },
        facts: { eni: lab.branchA, deletedAt: deleted.at, deletedBy: by, deleteRequest: "request-1" },
        evidence: [
          { collection: "pods" },
          { collection: "apiCalls", id: "call-1", field: "call", source: "cloudtrail", readAt: deleted.at },
          { field: "by", value: by },
          { field: "requestId", value: "request-1" },
        ],
      },
    ]);
  });

  test.each([
    ["was refused", { errorCode: "Client.InvalidParameterValue" }],
    ["is about another ENI", { interfaceId: lab.branchB }],
    ["is of another call", { call: "CreateNetworkInterface" }],
  ])("waits for its readings when the record %s", (_what, fields) => {
    const told = () => orphaned().put("apiCalls", "call-1", { ...deleted, ...fields });
    expect(judge(rules, told()).of("SGP-005")).toEqual([]);
    expect(judge(rules, told().wait(180, 60)).of("SGP-005")).toMatchObject([{ facts: { deletedAt: null } }]);
  });

  test("is silent about a completed pod", () => {
    const done = orphaned().change("pods", lab.podA, { phase: "Succeeded" });
    expect(judge(rules, done.wait(300, 60)).of("SGP-005")).toEqual([]);
  });
});

describe("completed-keeps-annotation (SGP-006)", () => {
  test("says when it finished, and is information only", () => {
    const finishedAt = lab.start - 60_000;
    const done = healthy().change("pods", lab.podA, {
      phase: "Succeeded",
      statuses: [{ name: "main", ready: false, restarts: 0, reason: "Completed", finishedAt }],
    });
    expect(judge(rules, done).findings).toMatchObject([
      { code: "SGP-006", severity: "info", facts: { pods: [lab.podA], finishedAt }, since: { at: finishedAt } },
    ]);
  });

  test("is silent about one without annotation", () => {
    expect(judge(rules, healthy().change("pods", lab.podA, { phase: "Failed", annotations: {} })).findings).toEqual([]);
  });
});

describe("surplus-branches (SGP-012)", () => {
  test("names the branches that the CNI does not use, and the containers that ask", () => {
    const [first, second] = [entryOf(healthy()), { ...entryOf(healthy()), eniId: "eni-0second", vlanId: 3 }];
    const twice = annotated([first, second]).change("pods", lab.podA, {
      containers: [
        { name: "main", podEniRequest: 1, podEniLimit: 1 },
        { name: "side", podEniRequest: 1, podEniLimit: 1 },
      ],
    });
    expect(judge(rules, twice).findings).toMatchObject([
      {
        code: "SGP-012",
        severity: "low",
        facts: { entries: 2, unused: ["eni-0second"], containers: ["main", "side"], requests: [1, 1] },
      },
    ]);
    expect(judge(rules, twice.change("pods", lab.podA, { phase: "Succeeded" })).of("SGP-012")).toEqual([]);
  });
});

describe("annotation-unusable (SGP-013)", () => {
  test.each([
    ["not JSON", "{"],
    ["not a JSON array", {}],
    ["an empty array", []],
    [
      "no VLAN id",
      [
        {
          eniId: lab.branchA,
          ifAddress: "02:00:00:00:00:21",
          privateIp: "10.0.1.21",
          vlanId: 0,
          subnetCidr: "10.0.0.0/19",
        },
      ],
    ],
    ["no MAC address", [{ eniId: lab.branchA, privateIp: "10.0.1.21", vlanId: 1, subnetCidr: "10.0.0.0/19" }]],
    [
      "no usable subnetCidr",
      [
        {
          eniId: lab.branchA,
          ifAddress: "02:00:00:00:00:21",
          privateIp: "10.0.1.21",
          vlanId: 1,
          subnetCidr: "10.0.0.0",
        },
      ],
    ],
  ])("says what is wrong: %s", (problem, value) => {
    expect(judge(rules, annotated(value)).findings).toMatchObject([
      { code: "SGP-013", severity: "high", subjects: [`pod/${lab.podA}`], facts: { problem } },
    ]);
  });

  test("takes keys in any case, as Go does", () => {
    const { vlanId, ...entry } = entryOf(healthy());
    expect(judge(rules, annotated([{ ...entry, vlanID: vlanId }])).findings).toEqual([]);
  });

  test("leaves pods on Auto Mode nodes alone", () => {
    const labels = { "kubernetes.io/os": "linux", "eks.amazonaws.com/compute-type": "auto" };
    expect(judge(rules, annotated("{").change("nodes", lab.node, { labels })).findings).toEqual([]);
  });

  test("is silent about a completed pod", () => {
    expect(judge(rules, annotated("{").change("pods", lab.podA, { phase: "Failed" })).of("SGP-013")).toEqual([]);
  });

  test("keeps what the controller writes", () => {
    const own = annotationOf(healthy().get("interfaces", lab.branchA), 1);
    expect(judge(rules, healthy().change("pods", lab.podA, { annotations: own })).findings).toEqual([]);
  });
});
