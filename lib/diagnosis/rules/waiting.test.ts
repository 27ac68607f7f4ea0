import { describe, expect, test } from "vitest";
import { branchItem, healthy, judge, type Lab } from "../testing.fixture.ts";
import { allocationFailed } from "./allocation.ts";
import { controllerSilent } from "./controller.ts";
import { lab, putPods, refusedBy, tell, waitingPod } from "./pods.fixture.ts";
import { annotationMissing, podWithoutTrunk, sandboxFailing, trunkFull } from "./waiting.ts";

const rules = [trunkFull, podWithoutTrunk, annotationMissing, sandboxFailing, allocationFailed, controllerSilent];

/** Seven branches without an owner fill the trunk, and a pod has been waiting for so long. */
function fullTrunk(seconds = 30, count = 7): Lab {
  const cluster = healthy();
  for (let vlan = 3; vlan < 3 + count; vlan++) {
    const id = `eni-0old${vlan}`;
    cluster.put("interfaces", id, branchItem(id, vlan, `10.0.1.${30 + vlan}`));
  }
  putPods(cluster, waitingPod("web-c", lab.start, seconds));
  return tell(cluster, "shop/web-c", "SecurityGroupRequested", { secondsAgo: seconds - 1, type: "Normal" });
}

describe("trunk-full (SGP-042)", () => {
  test("speaks when the scheduler sees room and EC2 has none", () => {
    const { findings } = judge(rules, fullTrunk());
    expect(findings).toMatchObject([
      {
        code: "SGP-042",
        severity: "high",
        subjects: [lab.trunk, "pod/shop/web-c"],
        facts: {
          node: lab.node,
          limit: 9,
          used: 2,
          unowned: 7,
          schedulerFree: 6,
          pods: ["shop/web-c"],
          nextSlotAt: null,
        },
      },
    ]);
  });

  test("must hold over two readings and a minute", () => {
    expect(judge(rules, fullTrunk().wait(30)).findings).toEqual([]);
    expect(judge(rules, fullTrunk().wait(61, 30)).of("SGP-042")).toHaveLength(1);
  });

  test("says when the next slot is free, where the release was seen", () => {
    const cluster = fullTrunk(30, 6);
    const extra = branchItem("eni-0old9", 9, "10.0.1.39");
    putPods(cluster.put("interfaces", extra.id, extra), {
      ...waitingPod("gone", lab.start, 600),
      annotations: { "vpc.amazonaws.com/pod-eni": JSON.stringify([{ eniId: extra.id }]) },
    });
    cluster.wait(30).remove("pods", "shop/gone");
    const [finding] = judge(rules, cluster.wait(61, 30)).of("SGP-042");
    expect(finding?.facts).toMatchObject({ cooling: 1, nextSlotAt: lab.start + 30_000 + 120_000 });
  });

  test.each([
    ["a slot is free", () => fullTrunk(30, 6)],
    ["the pod was bound a moment ago", () => fullTrunk(10)],
    [
      "the controller failed since",
      () => tell(fullTrunk(), "shop/web-c", "BranchAllocationFailed", { secondsAgo: 5, message: refusedBy("X") }),
    ],
    [
      "live pods request every slot",
      () => putPods(fullTrunk(), waitingPod("web-d", lab.start, 5, { containers: [{ name: "m", podEniRequest: 6 }] })),
    ],
  ])("is silent when %s", (_, cluster) => {
    expect(judge([trunkFull], cluster()).findings).toEqual([]);
  });
});

describe("pod-without-trunk (SGP-044)", () => {
  const onT3 = () =>
    healthy()
      .change("instances", lab.instance, { type: "t3.large" })
      .change("nodes", lab.node, { capacity: { pods: 29 }, allocatable: { pods: 29 } });

  test("speaks on a type that cannot trunk, and no missing annotation is told besides", () => {
    expect(judge(rules, putPods(onT3(), waitingPod("a", lab.start, 90))).findings).toMatchObject([
      {
        code: "SGP-044",
        subjects: ["pod/shop/a", lab.instance],
        facts: { reason: "cannot-trunk", instanceType: "t3.large" },
      },
    ]);
  });

  test("speaks on a node that the controller does not manage", () => {
    const cluster = healthy().change("cniNodes", lab.node, { features: [] });
    expect(judge(rules, putPods(cluster, waitingPod("a", lab.start, 90))).findings).toMatchObject([
      { code: "SGP-044", facts: { reason: "not-managed" } },
    ]);
  });

  test("waits a minute, and leaves Auto Mode alone", () => {
    expect(judge(rules, putPods(onT3(), waitingPod("a", lab.start, 50))).findings).toEqual([]);
    const auto = onT3().change("nodes", lab.node, { labels: { "eks.amazonaws.com/compute-type": "auto" } });
    expect(judge(rules, putPods(auto, waitingPod("a", lab.start, 90))).findings).toEqual([]);
  });
});

describe("annotation-missing (SGP-045)", () => {
  const waiting = () => putPods(healthy(), waitingPod("a", lab.start, 90), waitingPod("b", lab.start, 70));

  test("tells pods of which the controller said the same as one story", () => {
    expect(judge(rules, waiting()).findings).toMatchObject([
      {
        code: "SGP-045",
        subjects: ["pod/shop/a", "pod/shop/b"],
        facts: { pods: ["shop/a", "shop/b"], lastReason: null },
      },
    ]);
  });

  test("is part of the story of what explains it", () => {
    const failed = tell(waiting(), "shop/a", "BranchAllocationFailed", { secondsAgo: 30, message: refusedBy("Boom") });
    expect(judge(rules, failed).findings).toMatchObject([
      { code: "SGP-046", follows: [{ code: "SGP-045", subjects: ["pod/shop/a"] }] },
      { code: "SGP-045", subjects: ["pod/shop/b"] },
    ]);
    const dead = waiting().remove("leases", lab.lease);
    expect(judge(rules, dead).findings).toMatchObject([{ code: "SGP-074", follows: [{ code: "SGP-045" }] }]);
  });

  test("has patience while a slot is due: all are held, and one is cooling down", () => {
    const full = (bound: number) => {
      const cluster = fullTrunk(0, 6).remove("pods", "shop/web-c");
      const extra = branchItem("eni-0old9", 9, "10.0.1.39");
      const annotations = { "vpc.amazonaws.com/pod-eni": JSON.stringify([{ eniId: extra.id }]) };
      putPods(cluster.put("interfaces", extra.id, extra), { ...waitingPod("gone", lab.start, 600), annotations });
      cluster.wait(15).remove("pods", "shop/gone").wait(15);
      return putPods(cluster, waitingPod("a", cluster.now, bound));
    };
    expect(judge([annotationMissing], full(230)).findings).toEqual([]);
    expect(judge([annotationMissing], full(250)).findings).toMatchObject([{ facts: { fullNodes: [lab.node] } }]);
  });

  test("has patience while the controller asks again every cool-down, and not for a first attempt that hangs", () => {
    const asked = (count: number, secondsAgo: number) =>
      tell(putPods(healthy(), waitingPod("a", lab.start, 100)), "shop/a", "SecurityGroupRequested", {
        secondsAgo,
        count,
        type: "Normal",
      });
    expect(judge([annotationMissing], asked(2, 80)).findings).toEqual([]);
    expect(judge([annotationMissing], asked(2, 95)).findings).toHaveLength(1);
    expect(judge([annotationMissing], asked(1, 80)).findings).toHaveLength(1);
  });

  test("counts an annotation that cannot be used as one, and leaves the young and the leaving alone", () => {
    const odd = waitingPod("a", lab.start, 90, { annotations: { "vpc.amazonaws.com/pod-eni": "[]" } });
    const young = waitingPod("b", lab.start, 50);
    const leaving = waitingPod("c", lab.start, 90, { deletingSince: lab.start - 1000 });
    expect(judge(rules, putPods(healthy(), odd, young, leaving)).findings).toEqual([]);
  });
});

describe("sandbox-failing (SGP-049)", () => {
  const stuck = (secondsAgo: number, allocatedAgo = 90) => {
    const cluster = healthy().change("pods", lab.podA, { podIp: undefined, podIps: undefined, phase: "Pending" });
    tell(cluster, lab.podA, "ResourceAllocated", {
      secondsAgo: allocatedAgo,
      message: 'Allocated [{"eniId":"eni-0brancha"}]',
    });
    return tell(cluster, lab.podA, "FailedCreatePodSandBox", { secondsAgo, message: "failed to setup network" });
  };

  test("speaks while kubelet still fails, a minute after the annotation", () => {
    expect(judge(rules, stuck(20)).findings).toMatchObject([
      {
        code: "SGP-049",
        subjects: [`pod/${lab.podA}`, lab.instance],
        facts: { awsNodeReady: true, message: "failed to setup network" },
      },
    ]);
  });

  test("is silent when it failed long ago, and while the annotation is new", () => {
    expect(judge(rules, stuck(130)).findings).toEqual([]);
    expect(judge(rules, stuck(20, 40)).findings).toEqual([]);
  });
});
