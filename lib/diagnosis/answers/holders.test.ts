import { describe, expect, test } from "vitest";
import { branchItem, healthy, type Lab, lab } from "../testing.fixture.ts";
import { asked } from "./asking.fixture.ts";
import { holders, holderVerdicts, releaseSteps } from "./holders.ts";

const eni = "eni-0extra";
const extra = (fields: Parameters<typeof branchItem>[3] = {}) => branchItem(eni, 3, "10.0.1.23", fields);
const controllerTags = {
  "eks:eni:owner": "eks-vpc-resource-controller",
  "vpcresources.k8s.aws/trunk-eni-id": lab.trunk,
  "vpcresources.k8s.aws/vlan-id": "3",
};

const verdicts: readonly (readonly [string, () => Lab, string, string])[] = [
  ["pod", healthy, lab.podGroup, lab.branchA],
  ["node", healthy, lab.nodeGroup, lab.trunk],
  ["cooling", () => healthy().wait(30).remove("pods", lab.podA).wait(30), lab.podGroup, lab.branchA],
  ["orphan", () => healthy().wait(30).remove("pods", lab.podA).wait(300, 30), lab.podGroup, lab.branchA],
  ["allocating", () => healthy().wait(30).put("interfaces", eni, extra()).wait(10), lab.podGroup, eni],
  [
    "other-cluster",
    () => healthy().put("interfaces", eni, extra({ tags: { ...controllerTags, "kubernetes.io/cluster/b": "owned" } })),
    lab.podGroup,
    eni,
  ],
  ["unknown", () => healthy().put("interfaces", eni, extra()), lab.podGroup, eni],
];

describe("who holds a security group", () => {
  test.each(verdicts)("an ENI is told as %s", (verdict, make, group, id) => {
    const answer = holders(asked(make()), group);
    expect(answer?.interfaces.shown.find((one) => one.eni === id)).toMatchObject({ verdict });
    expect(answer?.verdict).toBe("held");
  });

  test("every verdict has a case", () => {
    expect(new Set(verdicts.map(([verdict]) => verdict))).toEqual(new Set(holderVerdicts));
  });

  test("Pods, policies and rules that name it come with the order in which to let go", () => {
    const answer = holders(asked(healthy()), lab.podGroup);
    expect(answer).toMatchObject({ kind: "security-group", name: "pods", exists: true, byVerdict: { pod: 2 } });
    expect(answer?.policies.shown).toEqual([{ policy: lab.policy, pods: 2, otherGroups: 0 }]);
    expect(answer?.rules.shown).toMatchObject([{ rule: "sgr-02", group: lab.nodeGroup, isItself: false }]);
    expect(answer?.order.map(({ step }) => step)).toEqual([
      "edit-policies",
      "restart-workloads",
      "remove-rules",
      "delete",
    ]);
  });

  test("what makes new holders goes first, and every step has its place", () => {
    const cluster = healthy()
      .put("eniConfigs", "a", {
        ...{ name: "a", labels: {}, annotations: {} },
        subnet: lab.subnet,
        securityGroups: [lab.podGroup],
      })
      .change("interfaces", lab.primary, { groups: [{ id: lab.podGroup }] })
      .wait(30)
      .put("interfaces", "eni-0left", branchItem("eni-0left", 4, "10.0.1.24", { status: "available" }))
      .put("interfaces", "eni-0stuck", branchItem("eni-0stuck", 5, "10.0.1.25"))
      .put(
        "interfaces",
        "eni-0alien",
        branchItem("eni-0alien", 6, "10.0.1.26", { tags: { ...controllerTags, "kubernetes.io/cluster/b": "owned" } }),
      )
      .wait(5400, 30)
      .remove("pods", lab.podA)
      .wait(30);
    const answer = holders(asked(cluster), lab.podGroup);
    expect(answer?.order.map(({ step }) => step)).toEqual([...releaseSteps]);
    const step = (name: string) => answer?.order.find((one) => one.step === name);
    expect(step("delete-leaks")?.what).toEqual(["eni-0left"]);
    expect(step("clear-leaks")?.what).toEqual(["eni-0stuck"]);
    expect(step("wait-for-cool-down")).toMatchObject({ count: 1, doneAt: cluster.now - 30_000 + 120_000 });
  });

  test("a rule that names its own group holds nothing", () => {
    const cluster = healthy().remove("interfaces", lab.primary);
    cluster.change("interfaces", lab.trunk, { groups: [] });
    const answer = holders(asked(cluster), lab.clusterGroup);
    expect(answer?.rules.shown).toMatchObject([{ isItself: true }]);
    expect(answer?.verdict).toBe("nothing-seen");
  });

  test("what cannot be read proves nothing", () => {
    const answer = holders(asked(healthy().unread("interfaces").unread("securityGroups")), "sg-0free");
    expect(answer).toMatchObject({ verdict: "cannot-tell", exists: null });
    expect(answer?.lacks.map(({ collection }) => collection)).toEqual(["securityGroups", "interfaces"]);
    expect(holders(asked(healthy()), "sg-0free")).toMatchObject({ verdict: "nothing-seen", exists: false });
  });

  test("a subnet is held by every ENI in it", () => {
    const answer = holders(asked(healthy()), lab.subnet);
    expect(answer).toMatchObject({ kind: "subnet", verdict: "held", byVerdict: { pod: 2, node: 2 } });
    expect(answer?.order.at(-1)?.commands).toEqual([`aws ec2 delete-subnet --subnet-id ${lab.subnet}`]);
  });

  test("anything else is no answer", () => {
    expect(holders(asked(healthy()), "vpc-0a")).toBeNull();
  });
});
