import { describe, expect, test } from "vitest";
import { eventItem, healthy, judge, type Lab, lab } from "../testing.fixture.ts";
import { allocatableLags, trunkMissing, trunkNotRequested, trunkWithoutCapacity } from "./ladder.ts";

const rules = [trunkNotRequested, trunkMissing, trunkWithoutCapacity, allocatableLags];
const minute = 60_000;

/** No trunk, and nobody asked for one. */
function unasked(): Lab {
  const l = healthy()
    .remove("interfaces", lab.trunk)
    .remove("interfaces", lab.branchA)
    .remove("interfaces", lab.branchB);
  l.remove("pods", lab.podA).remove("pods", lab.podB);
  l.change("instances", lab.instance, { interfaceIds: [lab.primary] });
  l.change("nodes", lab.node, { capacity: { pods: 29 }, allocatable: { pods: 29 } });
  return l.change("cniNodes", lab.node, { features: [] });
}

/** Asked for long ago, and there is none. */
function asked(fields: Parameters<Lab["change"]>[2] = {}): Lab {
  const features = [{ name: "SecurityGroupsForPods", value: "" }];
  return unasked().change("cniNodes", lab.node, { features, featuresChangedAt: lab.start - 10 * minute, ...fields });
}

function withEnis(l: Lab, count: number): Lab {
  const primary = l.get("interfaces", lab.primary);
  for (let index = 1; index <= count; index++) {
    const id = `eni-0extra${index}`;
    const attachment = { ...primary.attachment, id: `eni-attach-1${index}`, deviceIndex: index };
    l.put("interfaces", id, {
      ...primary,
      id,
      privateIp: `10.0.3.${index}`,
      privateIps: [`10.0.3.${index}`],
      attachment,
    });
  }
  const extra = Array.from({ length: count }, (_, index) => `eni-0extra${index + 1}`);
  return l.change("instances", lab.instance, { interfaceIds: [lab.primary, ...extra] });
}

describe("trunk-not-requested (SGP-020)", () => {
  test("speaks, and cannot tell why while there is room", () => {
    expect(judge(rules, unasked()).findings).toMatchObject([
      {
        code: "SGP-020",
        severity: "high",
        confidence: "cannot-tell",
        subjects: [lab.instance],
        facts: { node: lab.node, cause: "unknown", attached: 1, mostInterfaces: 3, cniVersion: "1.20.4" },
      },
    ]);
  });

  test("blames the ENI slots when they are full, of the type or of MAX_ENI", () => {
    expect(judge(rules, withEnis(unasked(), 2)).findings).toMatchObject([
      { facts: { cause: "no-free-slot", attached: 3, mostInterfaces: 3 } },
    ]);
    const capped = withEnis(unasked(), 1);
    const [awsNode] = capped.get("pods", lab.awsNode).containers;
    capped.change("pods", lab.awsNode, {
      containers: [{ ...awsNode, name: "aws-node", env: { ...awsNode?.env, MAX_ENI: "2" } }],
    });
    expect(judge(rules, capped).findings).toMatchObject([{ facts: { cause: "no-free-slot", mostInterfaces: 2 } }]);
  });

  test("blames an aws-node that is not ready", () => {
    const l = unasked().change("pods", lab.awsNode, { conditions: [{ type: "Ready", status: "False" }] });
    expect(judge(rules, l).findings).toMatchObject([{ facts: { cause: "aws-node-not-ready" } }]);
  });

  test.each([
    [
      "the switch is off",
      (l: Lab) =>
        l.change("pods", lab.awsNode, { containers: [{ name: "aws-node", env: { ENABLE_POD_ENI: "false" } }] }),
    ],
    ["the CNINode has just been made", (l: Lab) => l.change("cniNodes", lab.node, { createdAt: lab.start - minute })],
    ["the node is young", (l: Lab) => l.change("nodes", lab.node, { createdAt: lab.start - 4 * minute })],
    [
      "the legacy label stands in",
      (l: Lab) =>
        l.change("nodes", lab.node, {
          labels: { ...l.get("nodes", lab.node).labels, "vpc.amazonaws.com/has-trunk-attached": "false" },
        }),
    ],
    ["the type takes no trunk", (l: Lab) => l.change("instances", lab.instance, { type: "t3.large" })],
    [
      "the node is EKS Auto Mode's",
      (l: Lab) =>
        l.change("nodes", lab.node, {
          labels: { "kubernetes.io/os": "linux", "eks.amazonaws.com/compute-type": "auto" },
        }),
    ],
    [
      "the node runs Windows",
      (l: Lab) =>
        l.change("nodes", lab.node, { labels: { ...l.get("nodes", lab.node).labels, "kubernetes.io/os": "windows" } }),
    ],
  ])("is silent when %s", (_why, change) => {
    expect(judge(rules, change(unasked())).of("SGP-020")).toEqual([]);
  });
});

describe("trunk-missing (SGP-021)", () => {
  test("names the code that EC2 refused with", () => {
    const message =
      "Failed to create trunk interface: Error Code: UnauthorizedOperation. Please verify the cluster role.";
    const l = asked().put(
      "events",
      "default/1",
      eventItem("Node", lab.node, { reason: "TrunkENICreationFailed", message }),
    );
    expect(judge(rules, l.wait(90, 30)).findings).toMatchObject([
      {
        code: "SGP-021",
        severity: "high",
        confidence: "certain",
        subjects: [lab.instance],
        facts: { cause: "refused", errorCode: "UnauthorizedOperation", requestedSince: lab.start - 10 * minute },
      },
    ]);
  });

  test("is one story for all nodes that EC2 refuses for one reason", () => {
    const message =
      "Failed to create trunk interface: Error Code: UnauthorizedOperation. Please verify the cluster role.";
    const l = asked();
    const id = "i-0bbbbbbbbbbbbbbb2";
    l.put("nodes", "second", { ...l.get("nodes", lab.node), name: "second", providerId: `aws:///eu-west-1a/${id}` });
    l.put("cniNodes", "second", { ...l.get("cniNodes", lab.node), name: "second" });
    l.put("instances", id, { ...l.get("instances", lab.instance), id, interfaceIds: ["eni-0second"] });
    const primary = l.get("interfaces", lab.primary);
    const attachment = { ...primary.attachment, instanceId: id };
    l.put("interfaces", "eni-0second", { ...primary, id: "eni-0second", attachment });
    for (const node of [lab.node, "second"]) {
      l.put("events", `default/${node}`, eventItem("Node", node, { reason: "TrunkENICreationFailed", message }));
    }
    expect(judge(rules, l.wait(90, 30)).of("SGP-021")).toMatchObject([
      { subjects: [lab.instance, id], facts: { nodes: [lab.node, "second"] } },
    ]);
  });

  test("finds the lack of a slot, of an address, and the controller's own words", () => {
    expect(judge(rules, withEnis(asked(), 2).wait(90, 30)).findings).toMatchObject([
      { facts: { cause: "no-free-index" } },
    ]);
    const dry = asked().change("subnets", lab.subnet, { availableIps: 0 });
    expect(judge(rules, dry.wait(90, 30)).findings).toMatchObject([{ facts: { cause: "no-free-ip" } }]);
    const failed = eventItem("Node", lab.node, {
      reason: "NodeTrunkFailedInit",
      type: "Normal",
      message: "failed to init",
    });
    expect(judge(rules, asked().put("events", "default/2", failed).wait(90, 30)).findings).toMatchObject([
      { facts: { cause: "failed", message: "failed to init" } },
    ]);
  });

  test("counts five minutes from the feature, or from its own first sight of it", () => {
    expect(judge(rules, asked({ featuresChangedAt: lab.start - 2 * minute }).wait(90, 30)).findings).toEqual([]);
    const undated = () => asked({ featuresChangedAt: undefined });
    expect(judge(rules, undated().wait(300, 60)).findings).toEqual([]);
    expect(judge(rules, undated().wait(420, 30)).findings).toMatchObject([{ code: "SGP-021" }]);
  });

  test("is silent when the instance has an interface that no reading shows, or does not run", () => {
    const hidden = asked().change("instances", lab.instance, { interfaceIds: [lab.primary, lab.trunk] });
    const stopping = asked().change("instances", lab.instance, { state: "shutting-down" });
    for (const l of [hidden, stopping]) expect(judge(rules, l.wait(90, 30)).of("SGP-021")).toEqual([]);
  });
});

describe("trunk-without-capacity (SGP-022)", () => {
  const empty = (podEni?: number): Lab => {
    const offered = { pods: 29, ...(podEni === undefined ? {} : { podEni }) };
    return healthy().change("nodes", lab.node, { capacity: offered, allocatable: offered });
  };

  test.each([undefined, 0])("speaks of a capacity of %s behind an attached trunk", (podEni) => {
    expect(judge(rules, empty(podEni).wait(90, 30)).findings).toMatchObject([
      {
        code: "SGP-022",
        severity: "high",
        subjects: [lab.instance, lab.trunk],
        facts: { capacity: podEni ?? null, limit: 9 },
      },
    ]);
  });

  test("gives the controller two minutes, and leaves unmanaged nodes alone", () => {
    const fresh = empty();
    const { attachment } = fresh.get("interfaces", lab.trunk);
    fresh.change("interfaces", lab.trunk, { attachment: { ...attachment, attachedAt: lab.start - 30_000 } });
    expect(judge(rules, fresh.wait(90, 30)).findings).toEqual([]);
    expect(judge(rules, empty().change("cniNodes", lab.node, { features: [] }).wait(90, 30)).of("SGP-022")).toEqual([]);
  });
});

describe("allocatable-lags (SGP-023)", () => {
  const lagging = () => healthy().change("nodes", lab.node, { allocatable: { pods: 29, podEni: 0 } });

  test("speaks after five minutes, of both numbers", () => {
    expect(judge(rules, lagging().wait(310, 30)).findings).toMatchObject([
      { code: "SGP-023", severity: "medium", facts: { capacity: 9, allocatable: 0 } },
    ]);
    expect(judge(rules, lagging().wait(240, 30)).findings).toEqual([]);
  });
});
