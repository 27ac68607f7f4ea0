import { describe, expect, test } from "vitest";
import type { Item } from "../../recording/collections.ts";
import { eventItem, healthy, judge, type Lab, lab, podItem } from "../testing.fixture.ts";
import { autoModeNode, capacityDiffersFromTable, legacyLabel, typeCannotTrunk } from "./node-types.ts";

const rules = [capacityDiffersFromTable, typeCannotTrunk, legacyLabel, autoModeNode];
const minute = 60_000;

function labelled(labels: Record<string, string>, l = healthy()): Lab {
  return l.change("nodes", lab.node, { labels: { ...l.get("nodes", lab.node).labels, ...labels } });
}

describe("capacity-differs-from-table (SGP-024)", () => {
  test("shows both numbers", () => {
    const l = healthy().change("nodes", lab.node, { capacity: { pods: 29, podEni: 12 } });
    expect(judge(rules, l).findings).toMatchObject([
      { code: "SGP-024", severity: "low", facts: { instanceType: "m5.large", capacity: 12, limit: 9 } },
    ]);
  });

  test("is silent about none, and about types that nobody knows", () => {
    expect(judge(rules, healthy().change("nodes", lab.node, { capacity: { pods: 29, podEni: 0 } })).findings).toEqual(
      [],
    );
    const unknown = healthy().change("instances", lab.instance, { type: "zz9.large" });
    expect(judge(rules, unknown).findings).toEqual([]);
  });
});

describe("type-cannot-trunk (SGP-025)", () => {
  const burstable = (type = "t3.large") =>
    labelled({ "node.kubernetes.io/instance-type": type, pool: "small" }, healthy()).change("instances", lab.instance, {
      type,
    });
  const pending = (fields: Partial<Item<"pods">>) => {
    const { nodeName: _, ...item } = podItem("pending", {
      phase: "Pending",
      conditions: [
        {
          type: "PodScheduled",
          status: "False",
          reason: "Unschedulable",
          message: "0/1 nodes are available: 1 Insufficient vpc.amazonaws.com/pod-eni.",
        },
      ],
      containers: [{ name: "main", podEniRequest: 1, podEniLimit: 1 }],
      ...fields,
    });
    return item;
  };

  test("is information where the controller says Unsupported", () => {
    const l = burstable().put("events", "default/1", eventItem("Node", lab.node, { reason: "Unsupported" }));
    expect(judge(rules, l).of("SGP-025")).toMatchObject([
      {
        severity: "info",
        subjects: [lab.instance],
        facts: { instanceType: "t3.large", isInTable: true, waiting: [], saidByController: true },
      },
    ]);
  });

  test("is medium where pods wait that only such nodes would take", () => {
    const l = burstable().put("pods", "shop/pending", pending({ nodeSelector: { pool: "small" } }));
    expect(judge(rules, l).of("SGP-025")).toMatchObject([
      { severity: "medium", subjects: [lab.instance, "pod/shop/pending"], facts: { waiting: ["shop/pending"] } },
    ]);
  });

  test("says of an unknown type that nobody knows it", () => {
    const l = burstable("zz9.large").put(
      "pods",
      "shop/pending",
      pending({ affinityLabels: { pool: ["small", "tiny"] } }),
    );
    expect(judge(rules, l).of("SGP-025")).toMatchObject([{ facts: { instanceType: "zz9.large", isInTable: false } }]);
  });

  test("is silent where a pod could run elsewhere, waits for something else, or nobody wants branches", () => {
    const { attachment: _, ...second } = { ...healthy().get("nodes", lab.node), attachment: null };
    const mixed = burstable().put("nodes", "other", {
      ...second,
      name: "other",
      providerId: "aws:///eu-west-1a/i-0bbbbbbbbbbbbbbb2",
      labels: { ...second.labels, pool: "small", "node.kubernetes.io/instance-type": "m5.large" },
    });
    mixed.put("pods", "shop/pending", pending({ nodeSelector: { pool: "small" } }));
    const cpu = burstable().put(
      "pods",
      "shop/pending",
      pending({ conditions: [{ type: "PodScheduled", status: "False", message: "Insufficient cpu" }] }),
    );
    for (const l of [mixed, cpu, burstable()]) expect(judge(rules, l).of("SGP-025")).toEqual([]);
  });
});

describe("legacy-trunk-label (SGP-026)", () => {
  const key = "vpc.amazonaws.com/has-trunk-attached";
  const cni = (version: string, l: Lab): Lab =>
    l.change("pods", lab.awsNode, {
      containers: [{ name: "aws-node", env: { ENABLE_POD_ENI: "true", VPC_CNI_VERSION: version } }],
    });

  test("is medium while an old CNI waits for its trunk", () => {
    expect(judge(rules, cni("v1.12.6", labelled({ [key]: "false" }))).findings).toMatchObject([
      { code: "SGP-026", severity: "medium", facts: { value: "false", cniVersion: "1.12.6", isWaiting: true } },
    ]);
    const young = cni("v1.12.6", labelled({ [key]: "false" })).change("nodes", lab.node, {
      createdAt: lab.start - 5 * minute,
    });
    expect(judge(rules, young).findings).toEqual([]);
  });

  test.each([
    ["false", "v1.20.4"],
    ["true", "v1.15.0"],
    ["not-supported", "v1.12.6"],
  ])("is information: %s under CNI %s", (value, version) => {
    expect(judge(rules, cni(version, labelled({ [key]: value }))).findings).toMatchObject([
      { code: "SGP-026", severity: "info" },
    ]);
  });

  test("is silent about true under a CNI that keeps it, and about its absence", () => {
    expect(judge(rules, cni("v1.14.1", labelled({ [key]: "true" }))).findings).toEqual([]);
    expect(judge(rules, healthy()).findings).toEqual([]);
  });
});

describe("auto-mode-node (SGP-035)", () => {
  test("names the nodes that are not judged", () => {
    expect(judge(rules, labelled({ "eks.amazonaws.com/compute-type": "auto" })).findings).toMatchObject([
      { code: "SGP-035", severity: "info", subjects: [lab.instance] },
    ]);
    expect(judge(rules, labelled({ "eks.amazonaws.com/compute-type": "hybrid" })).findings).toEqual([]);
  });
});
