import { describe, expect, test } from "vitest";
import { healthy, judge, type Lab, lab, podItem } from "../testing.fixture.ts";
import { trunkCrowdsPods } from "./density.ts";

const rules = [trunkCrowdsPods];

/** An m5.large has (3 - 1) x (10 - 1) + 2 = 20 addresses for ordinary pods beside its trunk, and 9 branches. */
function crowded(ordinary: number, maxPods: number): Lab {
  const l = healthy().change("nodes", lab.node, { allocatable: { pods: maxPods, podEni: 9 } });
  for (let index = 2; index < ordinary; index++) l.put("pods", `shop/plain-${index}`, podItem(`plain-${index}`));
  return l;
}

describe("trunk-crowds-pods (SGP-037)", () => {
  test("speaks when more pods are admitted than can have an address, and nearly all have", () => {
    expect(judge(rules, crowded(18, 30)).findings).toMatchObject([
      {
        code: "SGP-037",
        severity: "medium",
        subjects: [lab.instance, lab.trunk],
        facts: { instanceType: "m5.large", maxPods: 30, usable: 20, branches: 9, ordinaryPods: 18 },
      },
    ]);
  });

  test("is silent below 90 per cent, below what fits, and with prefix delegation", () => {
    const delegated = crowded(18, 30);
    const [main] = delegated.get("pods", lab.awsNode).containers;
    const env = { ...main?.env, ENABLE_PREFIX_DELEGATION: "true" };
    delegated.change("pods", lab.awsNode, { containers: [{ ...main, name: "aws-node", env }] });
    for (const l of [crowded(17, 30), crowded(18, 29), delegated]) expect(judge(rules, l).findings).toEqual([]);
  });
});
