import { describe, expect, test } from "vitest";
import { branchItem, healthy, type Lab, lab } from "../testing.fixture.ts";
import { asked } from "./asking.fixture.ts";
import { leakClasses, leaks, safeties, safetyReasons } from "./leaks.ts";

const eni = "eni-0leak";
const hour = 3600;

/** A lab that is watched before a branch without an owner appears, and for so long after. */
function leaking(
  seconds: number,
  fields: Parameters<typeof branchItem>[3] = {},
  change: (cluster: Lab) => Lab = (one) => one,
): Lab {
  const cluster = healthy()
    .wait(30)
    .put("interfaces", eni, branchItem(eni, 3, "10.0.1.23", fields));
  return change(cluster).wait(seconds, 30);
}

const goneTags = {
  "eks:eni:owner": "eks-vpc-resource-controller",
  "kubernetes.io/cluster/lab": "owned",
  "vpcresources.k8s.aws/trunk-eni-id": "eni-0gone",
  "vpcresources.k8s.aws/vlan-id": "3",
};
const looseTrunk = {
  type: "trunk",
  status: "available",
  attachment: null,
  tags: { ...goneTags, "vpcresources.k8s.aws/trunk-eni-id": "" },
};

const cases: readonly (readonly [string, string, string, () => Lab, string])[] = [
  ["cooling", "never-during-cool-down", "cools-down", () => ended(30), lab.branchA],
  ["forgotten", "no", "still-associated", () => ended(300), lab.branchA],
  [
    "former-subnet",
    "no",
    "still-associated",
    () => ended(300, (one) => one.change("instances", lab.instance, { subnetId: "subnet-0new" })),
    lab.branchA,
  ],
  ["available", "no", "sweep-will-come", () => leaking(600, { status: "available" }), eni],
  ["available", "yes", "left-over-after-sweeps", () => leaking(1.5 * hour, { status: "available" }), eni],
  [
    "trunk-gone",
    "no",
    "still-associated",
    () => leaking(600, { tags: { ...goneTags, "node.k8s.amazonaws.com/instance_id": lab.instance } }),
    eni,
  ],
  [
    "instance-gone",
    "no",
    "still-associated",
    () => leaking(600, { tags: { ...goneTags, "node.k8s.amazonaws.com/instance_id": "i-0dead" } }),
    eni,
  ],
  ["trunk-available", "no", "sweep-will-come", () => leaking(600, looseTrunk), eni],
  [
    "age-unknown",
    "unknown",
    "age-unknown",
    () => healthy().put("interfaces", eni, branchItem(eni, 3, "10.0.1.23")),
    eni,
  ],
  ["forgotten", "unknown", "unread", () => ended(300).fail("pods"), lab.branchA],
];

/** The owner of a branch goes, and so long passes. */
function ended(seconds: number, change: (cluster: Lab) => Lab = (one) => one): Lab {
  return change(healthy().wait(30).remove("pods", lab.podA)).wait(seconds, 30);
}

describe("what no Pod owns", () => {
  test.each(cases)("%s: %s, because %s", (name, safe, because, make, id) => {
    const found = leaks(asked(make())).enis.shown.find((one) => one.eni === id);
    expect(found).toMatchObject({ class: name, safe, because });
  });

  test("every class, safety and reason has a case", () => {
    expect(new Set(cases.map(([name]) => name))).toEqual(new Set(leakClasses));
    expect(new Set(cases.map(([, safe]) => safe))).toEqual(new Set(safeties));
    expect(new Set(cases.map(([, , because]) => because))).toEqual(new Set(safetyReasons));
  });

  test("cost is counted in addresses and slots, and what comes back by itself apart", () => {
    const cluster = healthy().put("interfaces", eni, branchItem(eni, 3, "10.0.1.23", { tags: goneTags }));
    cluster.wait(30).remove("pods", lab.podA).wait(60, 30);
    const answer = leaks(asked(cluster));
    expect(answer).toMatchObject({ ips: 2, slots: 1, comingBack: { ips: 1, slots: 1 }, lacks: [] });
    expect(answer.enis.shown.find((one) => one.class === "cooling")).toMatchObject({
      lastOwner: lab.podA,
      goneAt: lab.start + 30_000 + answer.releaseSeconds * 1000,
    });
  });

  test("a healthy cluster, and the branches of another one, are nothing", () => {
    const other = branchItem(eni, 3, "10.0.1.23", {
      tags: { ...goneTags, "kubernetes.io/cluster/lab": "", "kubernetes.io/cluster/b": "owned" },
    });
    expect(leaks(asked(healthy().put("interfaces", eni, other).wait(600, 60))).enis).toEqual({ total: 0, shown: [] });
  });

  test("nothing may be deleted while what says who owns it cannot be read", () => {
    const cluster = leaking(1.5 * hour, { status: "available" })
      .fail("pods")
      .wait(60, 30);
    const answer = leaks(asked(cluster));
    expect(answer.classes).toMatchObject([{ deletable: 0 }]);
    expect(answer.lacks).toMatchObject([{ collection: "pods" }]);
  });
});
