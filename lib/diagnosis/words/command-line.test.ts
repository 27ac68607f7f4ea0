import { describe, expect, test } from "vitest";
import { aws, line, parts, showAnnotation } from "./command-line.ts";

describe("a command line", () => {
  test("is made of words and values, quoted where a shell would read something into them", () => {
    expect(line`kubectl get pod -n ${"shop"} ${"it's"} -o name`).toEqual([
      `kubectl get pod -n shop 'it'\\''s' -o name`,
    ]);
    expect(line`aws ec2 x --filters Name=vlan,Values=${7}`).toEqual(["aws ec2 x --filters Name=vlan,Values=7"]);
  });

  test("is none when a value is missing, cannot be pasted, or would be taken for an option", () => {
    expect(line`kubectl get node ${null}`).toEqual([]);
    expect(line`kubectl get node ${"a\nb"}`).toEqual([]);
    expect(line`kubectl get node ${"--all"}`).toEqual([]);
    expect(line`kubectl get node name=${"-x"}`).toEqual(["kubectl get node name=-x"]);
  });

  test("names the region where it is known", () => {
    expect(aws("eu-west-1")`aws ec2 describe-vpcs`).toEqual(["aws ec2 describe-vpcs --region eu-west-1"]);
    expect(aws(null)`aws ec2 describe-vpcs`).toEqual(["aws ec2 describe-vpcs"]);
  });

  test("reaches an annotation whose key has dots", () => {
    expect(showAnnotation("shop/web")).toEqual([
      "kubectl get pod -n shop web -o 'jsonpath={.metadata.annotations.vpc\\.amazonaws\\.com/pod-eni}'",
    ]);
    expect(parts("shop/web")).toEqual({ namespace: "shop", name: "web" });
  });
});
