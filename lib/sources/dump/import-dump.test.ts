import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readRecording, writeRecording } from "../../recording/ndjson.ts";
import type { Observation } from "../../recording/observation.ts";
import { observationAt } from "../../recording/recording.ts";
import { dumpOf, firstTime } from "./dump.fixture.ts";
import { type ImportOptions, importDump } from "./import-dump.ts";

const eni = (id: string, more: object = {}) => ({ NetworkInterfaceId: id, InterfaceType: "interface", ...more });
const interfaces = (...list: object[]) => ({ NetworkInterfaces: list });
const pod = (name: string, more: object = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "default" },
  spec: { containers: [] },
  ...more,
});

type Files = Parameters<typeof dumpOf>[0];

function importing(files: Files, options?: ImportOptions) {
  using dump = dumpOf(files);
  return importDump(dump.directory, options);
}

function imported(files: Files, options?: ImportOptions) {
  const { recording, notes } = importing(files, options);
  if (recording === null) throw new Error(`nothing was imported: ${JSON.stringify(notes)}`);
  const last: Observation = observationAt(recording, Number.MAX_SAFE_INTEGER);
  const idsOf = (collection: keyof Observation["items"]) => [...(last.items[collection]?.keys() ?? [])].sort();
  const notesOf = (file: string) =>
    notes.filter((each) => each.file === file).map(({ kind, message }) => [kind, message]);
  return { recording, notes, last, idsOf, notesOf };
}

describe("what the shape of a file says", () => {
  test("every answer of the AWS CLI is told by its keys, whatever the file is called", () => {
    const { idsOf } = imported({
      "a.json": interfaces(eni("eni-1")),
      "pods.json": { Reservations: [{ Instances: [{ InstanceId: "i-1", InstanceType: "m5.large" }] }] },
      "b.txt": { SecurityGroups: [{ GroupId: "sg-1", GroupName: "web" }] },
      c: {
        SecurityGroupRules: [{ SecurityGroupRuleId: "sgr-1", GroupId: "sg-1", IsEgress: false, IpProtocol: "-1" }],
      },
      "d.json": { Subnets: [{ SubnetId: "subnet-1", CidrBlock: "10.0.0.0/24" }] },
      "e.json": { Vpcs: [{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" }] },
      "f.json": { RouteTables: [{ RouteTableId: "rtb-1" }] },
      "g.json": { PrefixLists: [{ PrefixListId: "pl-1", PrefixListName: "s3" }] },
      "h.json": {
        InterfaceAssociations: [{ AssociationId: "a-1", TrunkInterfaceId: "eni-1", BranchInterfaceId: "eni-2" }],
      },
      "i.json": {
        cluster: { name: "demo", arn: "arn:aws:eks:eu-west-3:111122223333:cluster/demo", resourcesVpcConfig: {} },
      },
    });
    expect(idsOf("interfaces")).toEqual(["eni-1"]);
    expect(idsOf("instances")).toEqual(["i-1"]);
    expect(idsOf("securityGroups")).toEqual(["sg-1"]);
    expect(idsOf("securityGroupRules")).toEqual(["sgr-1"]);
    expect(idsOf("subnets")).toEqual(["subnet-1"]);
    expect(idsOf("vpcs")).toEqual(["vpc-1"]);
    expect(idsOf("routeTables")).toEqual(["rtb-1"]);
    expect(idsOf("prefixLists")).toEqual(["pl-1"]);
    expect(idsOf("trunkAssociations")).toEqual(["a-1"]);
    expect(idsOf("eksClusters")).toEqual(["demo"]);
  });

  test("bare lists, nested lists and single objects, as --query leaves them", () => {
    const { idsOf } = imported({
      "list.json": [eni("eni-1"), eni("eni-2")],
      "nested.json": [[{ InstanceId: "i-1", InstanceType: "m5.large", NetworkInterfaces: [eni("eni-9")] }]],
      "one.json": eni("eni-3"),
    });
    expect(idsOf("interfaces")).toEqual(["eni-1", "eni-2", "eni-3"]);
    expect(idsOf("instances")).toEqual(["i-1"]);
  });

  test("kubectl's list of mixed kinds, the API's list of one kind, a single object and YAML", () => {
    const sgp = {
      apiVersion: "vpcresources.k8s.aws/v1beta1",
      kind: "SecurityGroupPolicy",
      metadata: { name: "p", namespace: "default" },
      spec: { podSelector: {}, securityGroups: { groupIds: ["sg-1"] } },
    };
    const { idsOf } = imported({
      "all.json": { apiVersion: "v1", kind: "List", items: [pod("a"), sgp] },
      "raw.json": { apiVersion: "v1", kind: "PodList", items: [{ metadata: { name: "b", namespace: "default" } }] },
      "one.json": pod("c"),
      "two.yaml":
        "apiVersion: v1\nkind: Pod\nmetadata: {name: d, namespace: x}\n---\nkind: Node\napiVersion: v1\nmetadata: {name: n}\n",
    });
    expect(idsOf("pods")).toEqual(["default/a", "default/b", "default/c", "x/d"]);
    expect(idsOf("securityGroupPolicies")).toEqual(["default/p"]);
    expect(idsOf("nodes")).toEqual(["n"]);
  });

  test("a manifest without a namespace is in default", () => {
    expect(imported({ "pod.json": { ...pod("a"), metadata: { name: "a" } } }).idsOf("pods")).toEqual(["default/a"]);
  });

  test("roles and bindings: the controller's own are kept, and a list without them says that they are absent", () => {
    const access = (kind: string, name: string, namespace?: string) => ({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind,
      metadata: namespace === undefined ? { name } : { name, namespace },
    });
    const { last, idsOf } = imported({
      "access.json": {
        apiVersion: "v1",
        kind: "List",
        items: [
          access("ClusterRole", "vpc-resource-controller-role"),
          access("ClusterRole", "cluster-admin"),
          access("Role", "eks-vpc-resource-controller-role", "kube-system"),
          access("RoleBinding", "system:controller:bootstrap-signer", "kube-system"),
        ],
      },
    });
    expect(idsOf("clusterRoles")).toEqual(["vpc-resource-controller-role"]);
    expect(idsOf("roles")).toEqual(["kube-system/eks-vpc-resource-controller-role"]);
    expect(last.items.roleBindings?.size).toBe(0);
    expect(last.items.clusterRoleBindings).toBeUndefined();
  });

  test("an empty list is read and empty; what no file speaks of stays unread", () => {
    const { last } = imported({
      "a.json": interfaces(),
      "b.json": { Reservations: [] },
      "c.json": { apiVersion: "v1", kind: "PodList", items: [] },
    });
    expect(last.items).toEqual({ interfaces: new Map(), instances: new Map(), pods: new Map() });
    expect(Object.keys(last.readAt).sort()).toEqual(["instances", "interfaces", "pods"]);
  });

  test("rules printed inside of groups stand in, unless the rules themselves were dumped", () => {
    const groups = {
      SecurityGroups: [
        {
          GroupId: "sg-1",
          GroupName: "web",
          IpPermissions: [{ IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
        },
      ],
    };
    const rule = { SecurityGroupRuleId: "sgr-1", GroupId: "sg-1", IsEgress: false, IpProtocol: "tcp" };
    expect(imported({ "g.json": groups }).idsOf("securityGroupRules")).toEqual(["sg-1/ingress/tcp/80-80/0.0.0.0/0"]);
    const both = imported({ "g.json": groups, "r.json": { SecurityGroupRules: [rule] } });
    expect(both.idsOf("securityGroupRules")).toEqual(["sgr-1"]);
  });

  test("a group of which no rule was printed is marked where others have rules: it is not one without rules", () => {
    const bare = { GroupId: "sg-bare" };
    const empty = { GroupId: "sg-empty", IpPermissions: [], IpPermissionsEgress: [] };
    const { last } = imported({ "g.json": { SecurityGroups: [bare, empty] } });
    expect(last.items.securityGroups?.get("sg-bare")?.rulesUnread).toBe(true);
    expect(last.items.securityGroups?.get("sg-empty")?.rulesUnread).toBeUndefined();
    const alone = imported({ "g.json": { SecurityGroups: [bare] } });
    expect(alone.last.items.securityGroups?.get("sg-bare")?.rulesUnread).toBeUndefined();
  });

  test("entries of a prefix list find their list by the file's name, or when there is only one", () => {
    const lists = { PrefixLists: ["pl-1", "pl-2"].map((PrefixListId) => ({ PrefixListId, PrefixListName: "x" })) };
    const entries = { Entries: [{ Cidr: "10.0.0.0/8" }] };
    const named = imported({ "lists.json": lists, "entries-pl-2.json": entries, "which.json": entries });
    expect(named.last.items.prefixLists?.get("pl-2")).toHaveProperty("cidrs", ["10.0.0.0/8"]);
    expect(named.last.items.prefixLists?.get("pl-1")).not.toHaveProperty("cidrs");
    expect(named.notesOf("which.json")).toContainEqual(["skipped", expect.stringContaining("pl- id")]);
  });

  test("secrets, environment and foreign tags never reach the recording", () => {
    const { recording } = imported({
      "secret.json": {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "s", namespace: "d" },
        data: { k: "aHVudGVyMg==" },
      },
      "pod.json": pod("a", { spec: { containers: [{ name: "c", env: [{ name: "PASSWORD", value: "hunter2" }] }] } }),
      "eni.json": interfaces(eni("eni-1", { TagSet: [{ Key: "owner", Value: "person@example.com" }] })),
    });
    expect(writeRecording(recording)).not.toMatch(/hunter2|aHVudGVyMg|person@example/);
  });
});

describe("encodings", () => {
  const json = JSON.stringify(interfaces(eni("eni-1")));

  test("a byte order mark, and PowerShell's UTF-16", () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(json, "utf16le")]);
    expect(imported({ "bom.json": `\uFEFF${json}` }).idsOf("interfaces")).toEqual(["eni-1"]);
    expect(imported({ "utf16.json": utf16 }).idsOf("interfaces")).toEqual(["eni-1"]);
    expect(imported({ "utf16be.json": utf16.swap16() }).idsOf("interfaces")).toEqual(["eni-1"]);
  });

  test("documents in a row and one object per line", () => {
    const row = `${JSON.stringify(interfaces(eni("eni-1")), null, 2)}\n${JSON.stringify(pod("a"), null, 2)}\n`;
    expect(imported({ "row.json": row }).idsOf("pods")).toEqual(["default/a"]);
    const lines = [eni("eni-1"), eni("eni-2")].map((each) => JSON.stringify(each)).join("\n");
    expect(imported({ "lines.json": lines }).idsOf("interfaces")).toEqual(["eni-1", "eni-2"]);
  });
});

describe("what cannot be used", () => {
  const good = { "good.json": interfaces(eni("eni-1")) };

  test("is named with the reason, and the rest is imported", () => {
    const { idsOf, notesOf } = imported({
      ...good,
      "README.md": "# how this was made",
      "broken.json": '{"NetworkInterfaces": [\n  ...\n]}',
      "other.json": { Buckets: [] },
      "image.png": Buffer.from([0x89, 0x50, 0, 1, 2]),
      "pods.json.gz": Buffer.from([0x1f, 0x8b, 8, 0]),
      "empty.json": "",
      "noid.json": interfaces({ Description: "no id" }),
      "recording.ndjson": '{"format":"trunkscope-recording","version":1,"cluster":"x"}\n',
    });
    expect(idsOf("interfaces")).toEqual(["eni-1"]);
    expect(notesOf("good.json")).toEqual([["read", "1 interfaces"]]);
    expect(notesOf("README.md")).toEqual([["skipped", "neither JSON nor YAML"]]);
    expect(notesOf("broken.json")).toEqual([["broken", "line 2, column 3: not JSON"]]);
    expect(notesOf("other.json")).toEqual([["skipped", "nothing in it that is used"]]);
    expect(notesOf("image.png")).toEqual([["skipped", "not text"]]);
    expect(notesOf("pods.json.gz")).toEqual([["skipped", "compressed: unpack it first"]]);
    expect(notesOf("empty.json")).toEqual([["skipped", "empty"]]);
    expect(notesOf("noid.json")[0]).toEqual(["broken", "an object of NetworkInterfaces without its id is left out"]);
    expect(notesOf("recording.ndjson")).toEqual([["broken", "a recording already: open it as it is"]]);
  });

  test("kinds that are not used are counted, not listed one by one", () => {
    const list = {
      apiVersion: "v1",
      kind: "List",
      items: [1, 2, 3].map((n) => ({ ...pod(`d${n}`), apiVersion: "apps/v1", kind: "Deployment" })),
    };
    expect(imported({ ...good, "deployments.json": list }).notesOf("deployments.json")).toEqual([
      ["skipped", "not used: 3 Deployment"],
    ]);
  });

  test("an answer that stops at a page says so", () => {
    const { notesOf } = imported({ "page.json": { ...interfaces(eni("eni-1")), NextToken: "more" } });
    expect(notesOf("page.json")).toContainEqual(["warning", expect.stringContaining("not complete")]);
  });

  test("nothing usable is no recording", () => {
    expect(importing({ "README.md": "hello" }).recording).toBeNull();
    expect(importing({}).recording).toBeNull();
    expect(importing({ "label.json": { format: "trunkscope-dump", cluster: "x" } }).recording).toBeNull();
    expect(importDump("/nonexistent-trunkscope-dump").notes).toEqual([{ kind: "broken", message: "it is not there" }]);
  });

  test("too much is refused before it is read", () => {
    using dump = dumpOf(good);
    writeFileSync(join(dump.directory, "huge.json"), "");
    truncateSync(join(dump.directory, "huge.json"), 600 * 1024 * 1024);
    const { recording, notes } = importDump(dump.directory);
    expect(recording).toBeNull();
    expect(notes.at(-1)?.message).toContain("601 MB in all, and 512 MB is the most");
  });

  test("links out of the directory are not followed, links in a circle do no harm", () => {
    using outside = dumpOf({ "secret.json": interfaces(eni("eni-outside")) });
    using dump = dumpOf(good);
    symlinkSync(join(outside.directory, "secret.json"), join(dump.directory, "out.json"));
    symlinkSync(outside.directory, join(dump.directory, "out"));
    symlinkSync(dump.directory, join(dump.directory, "circle"));
    symlinkSync("self", join(dump.directory, "self"));
    symlinkSync("good.json", join(dump.directory, "inside.json"));
    const { recording, notes } = importDump(dump.directory);
    const observation = recording && observationAt(recording, Number.MAX_SAFE_INTEGER);
    expect([...(observation?.items.interfaces?.keys() ?? [])]).toEqual(["eni-1"]);
    const by = Object.fromEntries(notes.map(({ file, message }) => [file, message]));
    expect(by["out.json"]).toBe("a link that leads out of the directory");
    expect(by["out"]).toBe("a link that leads out of the directory");
    expect(by["circle"]).toBe("a link to a directory");
    expect(by["self"]).toBe("links in a circle");
    expect(by["inside.json"]).toBe("1 interfaces");
  });

  test("directories deeper than eight are named", () => {
    using dump = dumpOf(good);
    mkdirSync(join(dump.directory, "1/2/3/4/5/6/7/8/9"), { recursive: true });
    expect(importDump(dump.directory).notes).toContainEqual(
      expect.objectContaining({ kind: "skipped", file: "1/2/3/4/5/6/7/8" }),
    );
  });
});

describe("files that speak of the same thing", () => {
  test("the newer one counts, and a difference is said", () => {
    const { last, notes } = imported({
      "z-older.json": interfaces(eni("eni-1", { Status: "available" }), eni("eni-2")),
      "a-newer.json": interfaces(eni("eni-1", { Status: "in-use" }), eni("eni-2")),
    });
    expect(last.items.interfaces?.get("eni-1")?.status).toBe("in-use");
    expect(notes).toContainEqual({
      kind: "warning",
      message: "interfaces/eni-1 differ between z-older.json and a-newer.json: the later file counts",
    });
  });

  test("pages of one answer come together", () => {
    const { idsOf } = imported({ "1.json": interfaces(eni("eni-1")), "2.json": interfaces(eni("eni-2")) });
    expect(idsOf("interfaces")).toEqual(["eni-1", "eni-2"]);
  });
});

describe("moments", () => {
  test("the newest file gives the moment, a label or --at says it better", () => {
    const files = { "a.json": interfaces(eni("eni-1")), "b.json": pod("a") };
    expect(imported(files).last.at).toBe(firstTime + 60_000);
    const label = { format: "trunkscope-dump", at: "2026-01-01T00:00:00Z" };
    expect(imported({ ...files, "label.json": label }).last.at).toBe(Date.UTC(2026, 0, 1));
    expect(imported({ ...files, "label.json": label }, { at: 5 }).last.at).toBe(5);
  });

  test("directories named by time are the moments of a recording; what lies beside them counts for each", () => {
    const { recording, last } = imported({
      "dump/2026-11-22T10-15-00Z/enis.json": interfaces(eni("eni-1")),
      "dump/2026-11-22T10-05-00Z/enis.json": interfaces(eni("eni-1"), eni("eni-2")),
      "dump/2026-11-22T10-05-00Z/pods.json": pod("a"),
      "dump/cluster.json": { Vpcs: [{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" }] },
    });
    expect(recording.changes.map(({ at }) => new Date(at).toISOString())).toEqual([
      "2026-11-22T10:05:00.000Z",
      "2026-11-22T10:15:00.000Z",
    ]);
    expect(recording.changes[1]?.items).toEqual({ interfaces: new Map([["eni-2", null]]), pods: null });
    expect([...(last.items.vpcs?.keys() ?? [])]).toEqual(["vpc-1"]);
    expect(last.items.pods).toBeUndefined();
  });

  test("--at has no effect on them, and that is said", () => {
    const { notes, last } = imported({ "2026-11-22/a.json": interfaces(eni("eni-1")) }, { at: 5 });
    expect(last.at).toBe(Date.UTC(2026, 10, 22));
    expect(notes).toContainEqual(expect.objectContaining({ message: expect.stringContaining("--at has no effect") }));
  });
});

describe("what the cluster is called, and where it is", () => {
  const tagged = interfaces(
    eni("eni-1", {
      AvailabilityZone: "us-gov-west-1b",
      TagSet: [{ Key: "kubernetes.io/cluster/tagged", Value: "owned" }],
    }),
  );
  const eks = {
    cluster: { name: "named", arn: "arn:aws:eks:eu-west-3:111122223333:cluster/named", resourcesVpcConfig: {} },
  };

  test("as it is told, else as EKS says, else as the tags say", () => {
    const files = { "a.json": tagged, "b.json": eks };
    expect(imported(files, { cluster: "told", region: "xx-1" }).recording.header).toEqual({
      cluster: "told",
      region: "xx-1",
    });
    expect(imported(files).recording.header).toEqual({ cluster: "named", region: "eu-west-3" });
    expect(imported({ "a.json": tagged }).recording.header).toEqual({ cluster: "tagged", region: "us-gov-west-1" });
  });

  test("a local zone is in its region", () => {
    const zone = interfaces(eni("eni-1", { AvailabilityZone: "us-west-2-lax-1a" }));
    expect(imported({ "a.json": zone }).recording.header.region).toBe("us-west-2");
  });

  test("when nothing says it, it is called imported", () => {
    const { recording, notes } = imported({ "a.json": pod("a") });
    expect(recording.header).toEqual({ cluster: "imported" });
    expect(notes.at(-1)?.message).toContain("--cluster NAME");
  });

  test("an account id that was written over is left out", () => {
    const { last, notes } = imported({ "a.json": interfaces(eni("eni-1", { OwnerId: "999999999999" })) });
    expect(last.items.interfaces?.get("eni-1")).not.toHaveProperty("ownerId");
    expect(notes).toContainEqual(expect.objectContaining({ message: expect.stringContaining("redaction") }));
  });
});

test("whatever JSON lies in a directory, the import ends, and what it writes reads back the same", () => {
  const keys = fc.constantFrom(
    "NetworkInterfaces",
    "Reservations",
    "Instances",
    "items",
    "kind",
    "apiVersion",
    "metadata",
    "name",
    "NetworkInterfaceId",
    "GroupId",
    "GroupName",
    "Tags",
    "Key",
    "__proto__",
    "cluster",
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom("Pod", "v1", "PodList", "", null, 3, true),
      tie("list"),
      tie("object"),
    ),
    list: fc.array(tie("value"), { maxLength: 3 }),
    object: fc.dictionary(keys, tie("value"), { maxKeys: 5 }),
  }));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), (documents) => {
      const { recording } = importing({ "a.json": documents.map((each) => JSON.stringify(each)).join("\n") });
      if (recording === null) return;
      const read = readRecording(writeRecording(recording));
      expect(read.problems).toEqual([]);
      expect(read.recording).toEqual(recording);
    }),
    { numRuns: 300 },
  );
});
