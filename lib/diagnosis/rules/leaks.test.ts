import { describe, expect, test } from "vitest";
import type { Item } from "../../recording/collections.ts";
import { branchItem, eventItem, healthy, judge, type Lab, lab } from "../testing.fixture.ts";
import { branchCooling, branchLeaked, interfaceStranded } from "./leaks.ts";

type ApiCall = Item<"apiCalls">;

const rules = [branchCooling, branchLeaked, interfaceStranded];
const foreign = { "kubernetes.io/cluster/other": "owned", "eks:eni:owner": "eks-vpc-resource-controller" };

/** The pod on branch A is deleted at `lab.start + 60 s`. */
function released(): Lab {
  return healthy().wait(60).remove("pods", lab.podA);
}

/** With CloudTrail records, one for each, in the order given. */
function recorded(what: Lab, ...calls: readonly (Partial<ApiCall> & Pick<ApiCall, "call" | "at">)[]): Lab {
  calls.forEach((call, index) => {
    what.put("apiCalls", `call-${index}`, { id: `call-${index}`, ...call });
  });
  return what;
}

describe("branch-cooling (SGP-001)", () => {
  test("counts down from the release of a branch, and names its last owner", () => {
    const [finding] = judge(rules, released().wait(30)).findings;
    const at = lab.start + 60_000;
    expect(finding).toMatchObject({
      code: "SGP-001",
      severity: "info",
      subjects: [lab.branchA],
      facts: { lastOwner: lab.podA, vlan: 1, coolAt: at + 60_000, goneAt: at + 120_000, coolDownSeconds: 60 },
      since: { at, exact: true },
    });
  });

  test("does not guess for a branch that had no owner when first seen", () => {
    expect(judge(rules, healthy().remove("pods", lab.podA).wait(30)).findings).toEqual([]);
  });

  test("counts by the cool-down that is configured", () => {
    const slow = healthy().change("configMaps", "kube-system/amazon-vpc-cni", {
      data: { "branch-eni-cooldown": "300" },
    });
    const { findings } = judge(rules, slow.wait(60).remove("pods", lab.podA).wait(200, 30));
    expect(findings).toMatchObject([{ rule: "branch-cooling", facts: { coolDownSeconds: 300 } }]);
  });
});

describe("branch-leaked (SGP-002)", () => {
  test("speaks when a branch outlives its release", () => {
    const { findings } = judge(rules, released().wait(130, 30));
    expect(findings).toMatchObject([
      {
        rule: "branch-leaked",
        severity: "high",
        subjects: [lab.branchA, lab.trunk],
        facts: { branches: [lab.branchA], vlans: [1], lastOwners: [lab.podA], trunk: lab.trunk, node: lab.node },
        since: { at: lab.start + 60_000, exact: true },
      },
    ]);
  });

  test("is silent until then, and when EC2 was not read since", () => {
    expect(judge(rules, released().wait(120, 30)).of("branch-leaked")).toEqual([]);
  });

  test("tells several leaks of one trunk as one story", () => {
    const { findings } = judge(rules, released().remove("pods", lab.podB).wait(180, 30));
    expect(findings).toMatchObject([{ facts: { branches: [lab.branchA, lab.branchB], vlans: [1, 2] } }]);
  });

  test("takes the time of its own sight for the least age of a branch it never saw owned", () => {
    const { findings } = judge(rules, healthy().remove("pods", lab.podA).wait(180, 30));
    expect(findings).toMatchObject([{ rule: "branch-leaked", since: { at: lab.start, exact: false } }]);
  });

  test("tells from CloudTrail when the oldest branch was created, and what EC2 said to its deletion", () => {
    const both = () => released().remove("pods", lab.podB);
    const told = recorded(
      both(),
      { call: "CreateNetworkInterface", at: lab.start - 9000_000, interfaceId: lab.branchB, requestId: "request-1" },
      { call: "CreateNetworkInterface", at: lab.start - 5000_000, interfaceId: lab.branchA, by: "arn:controller" },
      {
        call: "DeleteNetworkInterface",
        at: lab.start + 70_000,
        interfaceId: lab.branchB,
        errorCode: "Client.UnauthorizedOperation",
      },
      {
        call: "DeleteNetworkInterface",
        at: lab.start + 70_000,
        interfaceId: lab.branchA,
        errorCode: "Client.InvalidNetworkInterfaceID.NotFound",
      },
    );
    expect(judge(rules, both().wait(180, 30)).of("branch-leaked")).toMatchObject([
      { facts: { createdAt: null, deleteErrors: [] } },
    ]);
    const [finding] = judge(rules, told.wait(180, 30)).of("branch-leaked");
    expect(finding?.facts).toMatchObject({
      createdAt: lab.start - 9000_000,
      deleteErrors: [`${lab.branchB}: Client.UnauthorizedOperation`],
    });
    const fromTrail = finding?.evidence.filter(({ source }) => source === "cloudtrail");
    expect(fromTrail).toMatchObject([
      { id: "call-1", field: "call", value: "CreateNetworkInterface", readAt: lab.start - 5000_000 },
      { id: "call-1", field: "by", value: "arn:controller" },
      { id: "call-0", field: "call", value: "CreateNetworkInterface" },
      { id: "call-0", field: "requestId", value: "request-1" },
      { id: "call-2", field: "call", value: "DeleteNetworkInterface" },
      { id: "call-2", field: "errorCode", value: "Client.UnauthorizedOperation" },
    ]);
  });

  test("waits once more when the controller took the node up anew", () => {
    const notice = {
      ...eventItem("Node", lab.node, { reason: "ControllerVersionNotice" }),
      lastAt: lab.start + 200_000,
    };
    const restarted = released().wait(140, 20).put("events", "default/1", notice);
    expect(judge(rules, restarted.wait(110, 10)).of("branch-leaked")).toEqual([]);
    expect(judge(rules, restarted.wait(30, 10)).of("branch-leaked")).toHaveLength(1);
  });

  test("names the last owner from the event that told of the branch", () => {
    const message = `Allocated [{"eniId":"${lab.branchA}"}] to the pod`;
    const told = healthy()
      .remove("pods", lab.podA)
      .put("events", "shop/web-a.1", eventItem("Pod", lab.podA, { reason: "ResourceAllocated", message }));
    expect(judge(rules, told.wait(180, 30)).findings).toMatchObject([{ facts: { lastOwners: [lab.podA] } }]);
  });

  test.each([
    [
      "a branch of another cluster",
      (l: Lab) =>
        l.change("interfaces", lab.branchA, {
          tags: { ...l.get("interfaces", lab.branchA).tags, ...foreign, "kubernetes.io/cluster/lab": "shared" },
        }),
    ],
    ["a branch whose instance is going", (l: Lab) => l.change("instances", lab.instance, { state: "shutting-down" })],
    ["a trunk that is not attached", (l: Lab) => l.change("interfaces", lab.trunk, { attachment: null })],
    ["a branch that is available", (l: Lab) => l.change("interfaces", lab.branchA, { status: "available" })],
  ])("leaves alone %s", (_what, change) => {
    expect(judge(rules, change(released()).wait(180, 30)).of("branch-leaked")).toEqual([]);
  });

  test("is undecided when pods or the cool-down cannot be read", () => {
    for (const collection of ["pods", "configMaps", "interfaces"] as const) {
      const { findings, undecided } = judge([branchLeaked], released().wait(180, 30).fail(collection));
      expect(findings).toEqual([]);
      expect(undecided).toMatchObject([{ code: "SGP-002", lacks: [{ collection }] }]);
    }
  });
});

describe("interface-stranded (SGP-003)", () => {
  const stranded = () =>
    healthy().put(
      "interfaces",
      "eni-0left",
      branchItem("eni-0left", 7, "10.0.1.77", { status: "available", type: "interface" }),
    );

  test("speaks after 65 minutes of its own sight", () => {
    const { findings } = judge(rules, stranded().wait(65 * 60, 600));
    expect(findings).toMatchObject([
      { rule: "interface-stranded", severity: "medium", subjects: ["eni-0left"], facts: { type: "branch", vlan: 7 } },
    ]);
  });

  test("is silent a minute earlier, and in a single moment", () => {
    expect(judge(rules, stranded().wait(64 * 60, 600)).of("interface-stranded")).toEqual([]);
    expect(judge(rules, stranded()).findings).toEqual([]);
  });

  const associationId = "trunk-assoc-1";
  const associated = {
    call: "AssociateTrunkInterface",
    at: lab.start - 7200_000,
    interfaceId: "eni-0left",
    associationId,
  };
  const freed = {
    call: "DisassociateTrunkInterface",
    at: lab.start - 66 * 60_000,
    associationId,
    by: "arn:controller",
  };

  test("speaks at once when CloudTrail tells that it was let go 65 minutes ago", () => {
    expect(judge(rules, recorded(stranded(), associated, freed)).findings).toMatchObject([
      { rule: "interface-stranded", confidence: "certain", since: { at: freed.at, exact: true } },
    ]);
    expect(judge(rules, recorded(stranded(), associated)).findings).toEqual([]);
  });

  test("waits when it was let go later than that, was taken up again, or the record is newer than the moment", () => {
    const later = { ...freed, at: lab.start - 60 * 60_000 };
    const again = { ...associated, at: lab.start - 60_000 };
    const future = { ...freed, at: lab.start + 60_000 };
    expect(judge(rules, recorded(stranded(), associated, later)).findings).toEqual([]);
    expect(judge(rules, recorded(stranded(), associated, freed, again)).findings).toEqual([]);
    expect(judge(rules, recorded(stranded(), associated, future)).findings).toEqual([]);
    expect(judge(rules, recorded(stranded(), associated, later).wait(330, 30)).findings).toMatchObject([
      { rule: "interface-stranded", since: { at: later.at, exact: true } },
    ]);
  });

  test("tells its creation and the error of its deletion, and takes neither for the time it became free", () => {
    const told = recorded(
      stranded(),
      { call: "CreateNetworkInterface", at: lab.start - 86_400_000, interfaceId: "eni-0left" },
      {
        call: "DeleteNetworkInterface",
        at: lab.start,
        interfaceId: "eni-0left",
        errorCode: "Client.UnauthorizedOperation",
      },
    );
    expect(judge(rules, told).findings).toEqual([]);
    expect(judge(rules, told.wait(65 * 60, 600)).findings).toMatchObject([
      {
        facts: { createdAt: lab.start - 86_400_000, deleteError: "Client.UnauthorizedOperation" },
        since: { at: lab.start },
      },
    ]);
    expect(judge(rules, stranded().wait(65 * 60, 600)).findings).toMatchObject([
      { facts: { createdAt: null, deleteError: null } },
    ]);
  });

  test("does not count the time an interface was in use", () => {
    const late = healthy()
      .put("interfaces", "eni-0left", branchItem("eni-0left", 7, "10.0.1.77"))
      .wait(3600, 600);
    late.change("interfaces", "eni-0left", { status: "available" });
    expect(judge(rules, late.wait(600)).of("interface-stranded")).toEqual([]);
  });
});
