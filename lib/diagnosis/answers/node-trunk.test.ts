import { describe, expect, test } from "vitest";
import { eventItem, healthy, type Lab, lab } from "../testing.fixture.ts";
import { asked } from "./asking.fixture.ts";
import { nodeTrunk } from "./node-trunk.ts";
import { type RungName, rungs } from "./rungs.ts";

const stateOf = (cluster: Lab, rung: RungName) =>
  nodeTrunk(asked(cluster), lab.node)?.ladder.find((one) => one.rung === rung)?.state;

const noTrunk = () =>
  healthy()
    .remove("interfaces", lab.trunk)
    .remove("interfaces", lab.branchA)
    .remove("interfaces", lab.branchB)
    .remove("pods", lab.podA)
    .remove("pods", lab.podB)
    .change("instances", lab.instance, { interfaceIds: [lab.primary] })
    .change("nodes", lab.node, { capacity: { pods: 29 }, allocatable: { pods: 29 } });

const burstable = () => {
  const cluster = noTrunk().change("cniNodes", lab.node, { features: [] });
  const { labels } = cluster.get("nodes", lab.node);
  cluster.change("nodes", lab.node, { labels: { ...labels, "node.kubernetes.io/instance-type": "t3.large" } });
  return cluster.change("instances", lab.instance, { type: "t3.large" });
};

const awsNodeEnv = (env: Record<string, string>) => (cluster: Lab) => {
  const { containers } = cluster.get("pods", lab.awsNode);
  return cluster.change("pods", lab.awsNode, { containers: containers.map((one) => ({ ...one, env })) });
};

const attachment = {
  instanceId: lab.instance,
  deviceIndex: 1,
  networkCardIndex: 0,
  status: "attaching",
  attachedAt: lab.start,
};

/** For each rung: a lab where it is the first that is missing, the rule that says so, and one where nobody can say. */
const cases: readonly (readonly [RungName, string | null, () => Lab, () => Lab])[] = [
  [
    "type",
    "type-cannot-trunk",
    () => burstable().put("events", "default/n.Unsupported", eventItem("Node", lab.node, { reason: "Unsupported" })),
    () => unknownType(),
  ],
  [
    "pod-eni",
    "pod-eni-switched-off",
    () => awsNodeEnv({ ENABLE_POD_ENI: "false" })(healthy()),
    () => healthy().fail("pods").remove("pods", lab.awsNode),
  ],
  ["cni-node", "cni-node-odd", () => noTrunk().remove("cniNodes", lab.node), () => noTrunk().unread("cniNodes")],
  [
    "feature",
    "trunk-not-requested",
    () => noTrunk().change("cniNodes", lab.node, { features: [] }),
    () => noTrunk().unread("cniNodes"),
  ],
  [
    "trunk",
    "trunk-missing",
    noTrunk,
    () => noTrunk().change("instances", lab.instance, { interfaceIds: [lab.primary, "eni-0hidden"] }),
  ],
  [
    "attached",
    null,
    () => healthy().change("interfaces", lab.trunk, { attachment }),
    () => healthy().change("interfaces", lab.trunk, { attachment }).fail("interfaces"),
  ],
  [
    "capacity",
    "trunk-without-capacity",
    () => healthy().change("nodes", lab.node, { capacity: { pods: 29 }, allocatable: { pods: 29 } }),
    () =>
      healthy()
        .change("nodes", lab.node, { capacity: { pods: 29 } })
        .fail("nodes"),
  ],
  [
    "allocatable",
    "allocatable-lags",
    () => healthy().change("nodes", lab.node, { allocatable: { pods: 29, podEni: 3 } }),
    () =>
      healthy()
        .change("nodes", lab.node, { allocatable: { pods: 29, podEni: 3 } })
        .fail("nodes"),
  ],
];

function unknownType(): Lab {
  const cluster = burstable();
  const { labels } = cluster.get("nodes", lab.node);
  cluster.change("nodes", lab.node, { labels: { ...labels, "node.kubernetes.io/instance-type": "zz9.large" } });
  return cluster.change("instances", lab.instance, { type: "zz9.large" });
}

describe("the ladder to a trunk", () => {
  test("a sound node has every rung, each with what says so", () => {
    const answer = nodeTrunk(asked(healthy()), lab.node);
    expect(answer).toMatchObject({
      hasTrunk: "yes",
      broken: null,
      trunks: [lab.trunk],
      slots: { offered: 9, limit: 9 },
    });
    expect(answer?.ladder.map(({ rung, state }) => [rung, state])).toEqual(rungs.map((rung) => [rung, "yes"]));
    expect(answer?.ladder.every(({ evidence }) => evidence.length > 0)).toBe(true);
  });

  test.each(cases)("without %s the ladder ends there, and %s says why", (rung, rule, broken) => {
    const answer = nodeTrunk(asked(broken()), lab.instance);
    expect(answer?.broken).toMatchObject({ rung, rule });
    expect(answer?.hasTrunk).toBe("no");
  });

  test.each(cases)("where %s cannot be read it is not known", (rung, _rule, _broken, blind) => {
    expect(stateOf(blind(), rung)).toBe("unknown");
    expect(nodeTrunk(asked(blind()), lab.node)?.broken?.rung).not.toBe(rung);
  });

  test("every rung has its case", () => {
    expect(cases.map(([rung]) => rung)).toEqual(rungs);
  });

  test("what EC2 refused is told with its code", () => {
    const message = "Failed to create trunk ENI, api error UnauthorizedOperation: You are not authorized";
    const event = eventItem("Node", lab.node, { reason: "TrunkENICreationFailed", message });
    const answer = nodeTrunk(asked(noTrunk().put("events", `default/${event.name}`, event)), lab.node);
    expect(answer?.broken?.facts).toMatchObject({ cause: "refused", errorCode: "UnauthorizedOperation" });
  });

  test("a list of Pods without any aws-node says nothing of aws-node", () => {
    expect(stateOf(healthy().remove("pods", lab.awsNode), "pod-eni")).toBe("unknown");
  });

  test("a node of Auto Mode has no ladder", () => {
    const cluster = healthy();
    const { labels } = cluster.get("nodes", lab.node);
    cluster.change("nodes", lab.node, { labels: { ...labels, "eks.amazonaws.com/compute-type": "auto" } });
    const answer = nodeTrunk(asked(cluster), lab.node);
    expect(answer).toMatchObject({ hasTrunk: "not-applicable", broken: null, management: "auto-mode" });
    expect(answer?.ladder.every(({ state }) => state === "not-applicable")).toBe(true);
  });

  test("a node that is not there is no answer", () => {
    expect(nodeTrunk(asked(healthy()), "nobody")).toBeNull();
  });
});
