import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readRecording, writeRecording } from "../../recording/ndjson.ts";
import { observationAt, spanOf } from "../../recording/recording.ts";
import { buildTopology } from "../../topology/topology.ts";
import { dumpOf } from "./dump.fixture.ts";
import { importDump } from "./import-dump.ts";

const fixture = fileURLToPath(new URL("../../../e2e/fixtures/ironman-2022", import.meta.url));
const recordingFile = "../../../public/recordings/ironman-2022.ndjson";
const output = (name: string) => JSON.parse(readFileSync(`${fixture}/${name}.json`, "utf8"));

function topologyOf({ recording }: ReturnType<typeof importDump>) {
  if (recording === null) throw new Error("nothing was imported");
  const at = spanOf(recording)?.to ?? 0;
  return buildTopology(observationAt(recording, at), { cluster: recording.header.cluster });
}

test("the published recording is what the importer makes of the published output (vitest -u writes it)", async () => {
  const { recording } = importDump(fixture);
  expect(recording).not.toBeNull();
  if (recording) await expect(writeRecording(recording)).toMatchFileSnapshot(recordingFile);
});

test("the published recording opens without a problem, holds no account id, and marks what was filled in", () => {
  const text = readFileSync(new URL(recordingFile, import.meta.url), "utf8");
  const { recording, problems } = readRecording(text);
  expect(problems).toEqual([]);
  expect(text).not.toContain("111111111111");
  expect(recording?.header.filled).toHaveProperty(["interfaces/eni-00000000000000000/id"]);
  const items = recording ? observationAt(recording, Number.MAX_SAFE_INTEGER).items : {};
  expect(Object.keys(items).sort()).toEqual(["instances", "interfaces", "nodes", "pods", "securityGroups", "subnets"]);
  expect(items.instances?.get("i-01ac2403f4932c7ee")).not.toHaveProperty("type");
});

test("every filled value that is marked is there", () => {
  const { recording } = importDump(fixture);
  const items = recording ? observationAt(recording, Number.MAX_SAFE_INTEGER).items : {};
  for (const path of Object.keys(recording?.header.filled ?? {})) {
    if (path === "at") continue;
    const [collection = "", ...rest] = path.split("/");
    const field = rest.pop() ?? "";
    const item = items[collection as keyof typeof items]?.get(rest.join("/"));
    expect(item, path).toHaveProperty([field]);
  }
});

test("the AWS output and a manifest of the Pod alone give trunk, VLAN 1, branch and Pod joined", () => {
  const { metadata } = output("pod");
  using dump = dumpOf({
    "trunk.txt": output("describe-network-interfaces-trunk"),
    "branch.txt": output("describe-network-interfaces-branch"),
    "manifest.yaml": `apiVersion: v1\nkind: Pod\nmetadata:\n  name: aws-cli\n  annotations:\n    vpc.amazonaws.com/pod-eni: '${metadata.annotations["vpc.amazonaws.com/pod-eni"]}'\n`,
  });
  const imported = importDump(dump.directory);
  expect(imported.recording?.header).toMatchObject({ cluster: "ironman-2022", region: "eu-west-1" });
  const { resources } = topologyOf(imported);
  expect(resources.get("pod/default/aws-cli")).toMatchObject({ branchIds: ["eni-09a7a909e06fc4be6"] });
  expect(resources.get("eni-09a7a909e06fc4be6")).toMatchObject({
    kind: "branch",
    trunkId: "eni-01f7b73cf13962fe5",
    vlan: 1,
    podIds: ["pod/default/aws-cli"],
  });
  expect(resources.get("eni-01f7b73cf13962fe5")).toMatchObject({
    kind: "trunk",
    instanceId: "i-01ac2403f4932c7ee",
    deviceIndex: 2,
  });
});

test("node, instance and trunk of the published cluster are one", () => {
  const { resources } = topologyOf(importDump(fixture));
  expect(resources.get("i-01ac2403f4932c7ee")).toMatchObject({
    kind: "instance",
    nodeName: "ip-192-168-31-166",
    ip: "192.168.31.166",
    trunkIds: ["eni-01f7b73cf13962fe5"],
  });
});
