import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { allowedActions } from "../lib/sources/ec2/read-only.ts";
import { iamPolicy, iamText, rbacObjects, rbacText } from "./permissions.ts";

test("deploy/iam-policy.json is what the table of collections says (vitest -u writes it)", async () => {
  await expect(iamText()).toMatchFileSnapshot("../deploy/iam-policy.json");
});

test("deploy/rbac.yaml is what the table of collections says (vitest -u writes it)", async () => {
  await expect(rbacText()).toMatchFileSnapshot("../deploy/rbac.yaml");
});

test("the policy grants exactly the calls that the client can send", () => {
  const granted = iamPolicy().Statement.flatMap(({ Action }) => Action.map((action) => action.replace("ec2:", "")));
  expect(granted.sort()).toEqual([...allowedActions].sort());
});

test("a region limits every statement", () => {
  const limited = iamPolicy("eu-west-1").Statement.map((statement) => statement.Condition);
  expect(limited).toEqual(Array(2).fill({ StringEquals: { "aws:RequestedRegion": "eu-west-1" } }));
});

test("the roles only read, never see secrets, and name what they read by name", () => {
  const rules = rbacObjects().flatMap((object) => ("rules" in object ? (object.rules ?? []) : []));
  expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(["get", "list", "watch"]));
  expect(rules.flatMap(({ resources }) => resources)).not.toContain("secrets");
  expect(rules.every(({ resources, apiGroups }) => resources[0] !== "" && !apiGroups.includes("*"))).toBe(true);
  const [, , system] = rbacObjects();
  expect(system).toMatchObject({
    kind: "Role",
    metadata: { namespace: "kube-system" },
    rules: [
      { apiGroups: [""], resources: ["configmaps"], resourceNames: ["amazon-vpc-cni", "kube-proxy-config", "coredns"] },
      { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get"] },
      { resources: ["roles"], resourceNames: ["eks-vpc-resource-controller-role"], verbs: ["get"] },
      { resources: ["rolebindings"], resourceNames: ["eks-vpc-resource-controller-rolebinding"], verbs: ["get"] },
    ],
  });
});

test("both documents of the docs are the files of deploy", () => {
  const docs = readFileSync(new URL("../docs/permissions.md", import.meta.url), "utf8");
  const [, iam = "", rbac = ""] = /```json\n(.*?)```.*?```yaml\n(.*?)```/s.exec(docs) ?? [];
  expect(JSON.parse(iam)).toEqual(iamPolicy());
  expect(parseAllDocuments(rbac).map((document) => document.toJS())).toEqual(
    parseAllDocuments(rbacText()).map((document) => document.toJS()),
  );
});
