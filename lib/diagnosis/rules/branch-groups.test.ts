import { describe, expect, test } from "vitest";
import { eventItem, healthy, judge, type Lab, lab } from "../testing.fixture.ts";
import { loadBalancerTagAmbiguous, staleFallbackGroups } from "./branch-groups.ts";
import { withAwsNode, withGroup, withGroups } from "./traffic.fixture.ts";

describe("load-balancer-tag-ambiguous", () => {
  const found = (cluster: Lab) => judge([loadBalancerTagAmbiguous], cluster).findings;
  const tagged = (value: string) => ({ tags: { "kubernetes.io/cluster/lab": value } });
  const withSecond = (fields = {}) =>
    withGroups(withGroup(healthy(), "sg-0more", fields), lab.branchA, lab.podGroup, "sg-0more");

  test("speaks when none of several groups carries the cluster's tag", () => {
    expect(found(withSecond())).toMatchObject([
      {
        code: "SGP-097",
        severity: "low",
        subjects: [lab.branchA, `pod/${lab.podA}`],
        facts: { groupIds: [lab.podGroup, "sg-0more"], tagged: [] },
      },
    ]);
  });

  test("speaks when several do", () => {
    const cluster = withSecond(tagged("shared")).change("securityGroups", lab.podGroup, tagged("owned"));
    expect(found(cluster)).toMatchObject([{ facts: { tagged: [lab.podGroup, "sg-0more"] } }]);
  });

  test.each(["owned", "shared"])("is silent when one says %s", (value) => {
    expect(found(withSecond(tagged(value)))).toEqual([]);
  });

  test("another value, or another cluster's tag, does not count", () => {
    expect(found(withSecond(tagged("yes")))).toHaveLength(1);
    expect(found(withSecond({ tags: { "kubernetes.io/cluster/other": "owned" } }))).toHaveLength(1);
  });

  test("is silent about a single group, and while the tags of one are not known", () => {
    expect(found(healthy())).toEqual([]);
    expect(found(withGroups(healthy(), lab.branchA, lab.podGroup, "sg-0unread"))).toEqual([]);
  });
});

describe("stale-fallback-groups", () => {
  const found = (cluster: Lab) => judge([staleFallbackGroups], cluster).findings;
  /** A pod that no policy matched got its node's groups, and those of the node changed since. */
  const fallenBack = (type: string, groups: readonly string[] = [lab.nodeGroup]) =>
    withGroups(healthy().remove("securityGroupPolicies", lab.policy), lab.branchA, ...groups).put(
      "events",
      "shop/web-a.1",
      eventItem("Pod", lab.podA, { reason: "SecurityGroupRequested", type }),
    );

  test("speaks when a branch has the groups its node had, and the node has others now", () => {
    expect(found(fallenBack("Warning"))).toMatchObject([
      {
        code: "SGP-098",
        severity: "medium",
        subjects: [`pod/${lab.podA}`, lab.branchA],
        facts: { groupIds: [lab.nodeGroup], nodeGroupIds: [lab.nodeGroup, lab.clusterGroup] },
      },
    ]);
  });

  test("is silent when they are the same in another order", () => {
    expect(found(fallenBack("Warning", [lab.clusterGroup, lab.nodeGroup]))).toEqual([]);
  });

  test("is silent about a branch whose groups came from a policy that is gone", () => {
    expect(found(fallenBack("Normal"))).toEqual([]);
    expect(found(fallenBack("Warning").remove("events", "shop/web-a.1"))).toEqual([]);
  });

  test("does not take the word about a namesake for one about this pod", () => {
    const cluster = fallenBack("Warning");
    const event = cluster.get("events", "shop/web-a.1");
    expect(found(cluster.change("events", "shop/web-a.1", { about: { ...event.about, uid: "uid-before" } }))).toEqual(
      [],
    );
  });

  test("is silent with custom networking, where the groups come from the ENIConfig", () => {
    expect(found(withAwsNode(fallenBack("Warning"), { AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "true" }))).toEqual([]);
  });
});
