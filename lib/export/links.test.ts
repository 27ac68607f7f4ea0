import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exampleSnapshot } from "../diagram/example.fixture.ts";
import type { Branch, Instance, Pod, SecurityGroup } from "../topology/resources.ts";
import { arnOf } from "./arn.ts";
import { consoleLinks } from "./console-links.ts";
import { hostileNames } from "./hostile.fixture.ts";
import { type LinkTemplate, linksOf, linkTemplate } from "./link-templates.ts";

const { resources } = exampleSnapshot({ nodes: 2 });
const branch = resources.find((one): one is Branch => one.kind === "branch") as Branch;
const instance = { ...(resources.find((one) => one.kind === "instance") as Instance), id: "i-0123", vpcId: "vpc-0456" };
const group = resources.find((one): one is SecurityGroup => one.kind === "securityGroup") as SecurityGroup;
const pod = resources.find((one): one is Pod => one.kind === "pod") as Pod;
const context = { cluster: "prod", region: "eu-west-1", at: 1_700_000_000_000 };

describe("links to the AWS console", () => {
  test.each([
    ["eu-west-1", "https://eu-west-1.console.aws.amazon.com/"],
    ["cn-northwest-1", "https://cn-northwest-1.console.amazonaws.cn/"],
    ["us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com/"],
  ])("in %s they lead to %s", (region, host) => {
    const urls = consoleLinks(instance, region).map(({ url }) => url);
    expect(urls).toContain(`${host}ec2/home?region=${region}#InstanceDetails:instanceId=i-0123`);
    expect(urls).toContain(`${host}vpcconsole/home?region=${region}#VpcDetails:VpcId=vpc-0456`);
  });

  test("a branch leads to itself, its trunk, its subnet and its groups", () => {
    const urls = consoleLinks(branch, "eu-west-1").map(({ url }) => url.split("#")[1]);
    expect(urls).toContain(`NetworkInterface:networkInterfaceId=${branch.id}`);
    expect(urls).toContain(`NetworkInterface:networkInterfaceId=${branch.trunkId}`);
    expect(urls).toContain(`SubnetDetails:subnetId=${branch.subnetId}`);
    for (const id of branch.groupIds) expect(urls).toContain(`SecurityGroup:groupId=${id}`);
  });

  test.each([null, "nowhere", "evil.example/", "us-iso-east-1", "us-isob-east-1", "eusc-de-east-1"])(
    "there are none in %s",
    (region) => {
      expect(consoleLinks(branch, region)).toEqual([]);
    },
  );

  test("an id that EC2 does not give makes no link", () => {
    expect(consoleLinks({ ...group, id: "sg-1&x=<b>", vpcId: "javascript:alert(1)" }, "eu-west-1")).toEqual([]);
  });
});

describe("ARNs", () => {
  test("a group says its account; an interface has an ARN once the account is known", () => {
    const owned = { ...group, id: "sg-01", ownerId: "123456789012" };
    expect(arnOf(owned, { region: "cn-north-1" })).toBe("arn:aws-cn:ec2:cn-north-1:123456789012:security-group/sg-01");
    expect(arnOf(branch, { region: "eu-west-1" })).toBe(null);
    expect(arnOf(branch, { region: "us-gov-east-1", account: "123456789012" })).toBe(
      `arn:aws-us-gov:ec2:us-gov-east-1:123456789012:network-interface/${branch.id}`,
    );
    expect(arnOf(branch, { region: "eu-west-1", account: "12:34" })).toBe(null);
    expect(arnOf(pod, { region: "eu-west-1", account: "123456789012" })).toBe(null);
  });
});

describe("links that an operator defines", () => {
  test.each([
    ["javascript:alert(1)", "begins with https://"],
    ["JavaScript:alert(1)//https://", "begins with https://"],
    ["data:text/html,<script>alert(1)</script>", "begins with https://"],
    [" https://a.example/", "begins with https://"],
    ["//a.example/", "begins with https://"],
    ["{cluster}://a.example/", "begins with https://"],
    ["https://{cluster}.example/", "after the host"],
    ["https://a.example{name}/", "after the host"],
    ["https://user:secret@a.example/", "no user name or password"],
    ["https://a.example/\u202e", "no spaces, control characters"],
    ["https://a.example\\@b.example/", "no spaces, control characters or backslashes"],
    ["https://a.example/{secret}", "there is no placeholder {secret}"],
    ["https://a.example/{constructor}", "there is no placeholder {constructor}"],
    ["https://a.example/{name", "without its partner"],
    ["https://", "this is no URL"],
  ])("%j is refused: %s", (url, reason) => {
    const { success, error } = linkTemplate.safeParse({ label: "x", url });
    expect(success).toBe(false);
    expect(error?.issues.map(({ message }) => message).join()).toContain(reason);
  });

  test("placeholders are filled in, encoded, for the kinds that are named", () => {
    const template = linkTemplate.parse({
      label: "Logs",
      url: "https://logs.example/d?ns={namespace}&pod={name}&to={at}#{cluster}",
      kinds: ["pod"],
    });
    const named = { ...pod, namespace: "a&b", name: "x y/../'z'" };
    expect(linksOf([template], named, context)).toEqual([
      { label: "Logs", url: "https://logs.example/d?ns=a%26b&pod=x%20y%2F..%2F%27z%27&to=1700000000000#prod" },
    ]);
    expect(linksOf([template], branch, context)).toEqual([]);
  });

  test("a resource that lacks a value has no such link", () => {
    const template: LinkTemplate = { label: "Node", url: "https://a.example/{zone}/{vlan}" };
    expect(linksOf([template], { ...branch, zone: "a", vlan: 7 }, context)[0]?.url).toBe("https://a.example/a/7");
    expect(linksOf([template], { ...branch, vlan: null }, context)).toEqual([]);
    expect(linksOf([template], pod, context)).toEqual([]);
  });

  test("no name changes the host, the path or the number of parameters", () => {
    const template: LinkTemplate = { label: "x", url: "https://a.example/p/{name}/q?n={name}&m=1#{name}" };
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...hostileNames, "..", ".", "%2e%2e")),
        (name) => {
          for (const { url } of linksOf([template], { ...pod, name }, context)) {
            const read = new URL(url);
            expect([read.origin, read.pathname.split("/").length, [...read.searchParams.keys()]]).toEqual([
              "https://a.example",
              4,
              ["n", "m"],
            ]);
            expect(read.searchParams.get("n")).toBe(name.toWellFormed());
          }
        },
      ),
    );
  });
});
