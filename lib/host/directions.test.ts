import { describe, expect, test } from "vitest";
import { type Direction, directionsOf, type Flow } from "./directions.ts";
import { observed, viewOf, type Wanted } from "./host.fixture.ts";

function told(wanted: Wanted): Record<string, string[]> {
  const node = viewOf(observed(wanted));
  const [pod] = node.pods;
  if (!pod) throw new Error("there is a pod");
  const all = directionsOf(pod, node, { mode: pod.mode, externalSnat: node.awsNode?.externalSnat ?? null });
  const line = ({ way, gates }: Direction) =>
    [way, ...gates.map((gate) => `${gate.direction} ${gate.groupIds?.join() ?? gate.interface}`)].join(": ");
  return Object.fromEntries(
    Map.groupBy(all, ({ flow }) => flow)
      .entries()
      .map(([flow, some]): [Flow, string[]] => [flow, some.map(line)]),
  );
}

describe("which security groups apply, direction by direction", () => {
  test("strict: everything passes the branch, even what stays on the node", () => {
    expect(told({ mode: "strict" })).toEqual({
      "kubelet-to-pod": ["vpc: egress sg-0node: ingress sg-0pod1"],
      "pod-to-same-node": ["vpc: egress sg-0pod1: ingress peer"],
      "pod-to-vpc": ["vpc: egress sg-0pod1: ingress peer"],
      "pod-to-internet": ["vpc: egress sg-0pod1"],
      "vpc-to-pod": ["vpc: ingress sg-0pod1"],
      "node-port-local": ["unsupported"],
    });
  });

  test("standard: what stays on the node passes none, what leaves the VPC those of the node", () => {
    expect(told({ mode: "standard" })).toEqual({
      "kubelet-to-pod": ["direct"],
      "pod-to-same-node": ["direct"],
      "pod-to-vpc": ["vpc: egress sg-0pod1: ingress peer"],
      "pod-to-internet": ["primary: egress sg-0node"],
      "vpc-to-pod": ["vpc: ingress sg-0pod1"],
      "node-port-local": ["direct: ingress sg-0node"],
    });
  });

  test("standard with external SNAT, or with IPv6, which is never translated: the branch's own", () => {
    expect(told({ mode: "standard", externalSnat: true })["pod-to-internet"]).toEqual(["vpc: egress sg-0pod1"]);
    expect(told({ mode: "standard", family: "ipv6" })["pod-to-internet"]).toEqual(["vpc: egress sg-0pod1"]);
  });

  test("where neither mode nor SNAT is known, every possibility is told", () => {
    const all = told({ mode: "unknown" });
    expect(all["pod-to-internet"]).toEqual([
      "vpc: egress sg-0pod1",
      "primary: egress sg-0node",
      "vpc: egress sg-0pod1",
    ]);
    expect(all["kubelet-to-pod"]).toHaveLength(2);
  });
});
