import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeRecording } from "../../recording/ndjson.ts";
import { itemsOf } from "../../recording/observation.ts";
import { observationAt } from "../../recording/recording.ts";
import { csvRows } from "./csv.ts";
import { dumpOf } from "./dump.fixture.ts";
import { importDump } from "./import-dump.ts";
import {
  auditLine,
  branchAssociated,
  branchCreated,
  controller,
  mutated,
  passedOver,
  podAnnotated,
  podCreated,
  roleArn,
  trailRecord,
} from "./logs.fixture.ts";

const time = Date.UTC(2026, 2, 2, 9);
const pod = ["shop", "web-1"] as const;
const eni = "eni-0123456789abcdef0";
const trunk = "eni-0fedcba9876543210";

function imported(files: Parameters<typeof dumpOf>[0]) {
  using dump = dumpOf(files);
  const { recording, notes } = importDump(dump.directory);
  if (recording === null) throw new Error(`nothing was imported: ${JSON.stringify(notes)}`);
  const observation = observationAt(recording, Number.MAX_SAFE_INTEGER);
  return {
    notes,
    text: writeRecording(recording),
    audit: itemsOf(observation, "auditEvents"),
    calls: itemsOf(observation, "apiCalls"),
  };
}

const lines = (...some: readonly object[]) => some.map((line) => JSON.stringify(line)).join("\n");
const created = podCreated("a1", time, pod, mutated);
const annotated = podAnnotated("a2", time + 900, pod, eni);

describe("lines of the Kubernetes audit log", () => {
  test("are kept with who did what and when, and without what was sent", () => {
    const { audit, text } = imported({ "audit.log": lines(created, annotated) });
    expect(audit.get("a1")).toEqual({
      id: "a1",
      at: time,
      verb: "create",
      user: "alice",
      resource: "pods",
      namespace: "shop",
      name: "web-1",
      code: 201,
      mutatedBy: ["mpod.vpc.k8s.aws"],
    });
    expect(audit.get("a2")).toMatchObject({ user: controller, podEni: [eni], isController: true });
    for (const secret of ["hunter2", "secret-agent", "198.51.100", "system:masters"])
      expect(text).not.toContain(secret);
  });

  test("say that the webhook was passed over", () => {
    const { audit } = imported({ "audit.log": lines(podCreated("a1", time, pod, passedOver)) });
    expect(audit.get("a1")).toMatchObject({ failedOpen: ["mpod.vpc.k8s.aws"] });
  });

  test("come as CloudWatch exports them: as CSV, as rows, as results of a query, as events", () => {
    const message = JSON.stringify(annotated);
    const quoted = `"${message.replaceAll('"', '""')}"`;
    const forms = {
      "a.csv": `@timestamp,@message\n2026-03-02 09:00:00.000,${quoted}\n`,
      "b.json": [{ "@timestamp": "2026-03-02", "@message": message }],
      "c.json": [{ "@timestamp": "2026-03-02", "@message": annotated }],
      "d.json": {
        results: [
          [
            { field: "@timestamp", value: "x" },
            { field: "@message", value: message },
          ],
        ],
      },
      "e.json": { events: [{ timestamp: time, message }] },
      "f.json": { kind: "EventList", apiVersion: "audit.k8s.io/v1", items: [annotated] },
    };
    for (const [name, content] of Object.entries(forms)) {
      expect([name, [...imported({ [name]: content }).audit.keys()]]).toEqual([name, ["a2"]]);
    }
  });

  test("of other things are counted, and not kept", () => {
    const status = auditLine("a3", time, {
      verb: "patch",
      user: { username: "system:node:x" },
      objectRef: { resource: "pods", subresource: "status", namespace: "shop", name: "web-1" },
      requestObject: { status: { phase: "Running" } },
    });
    const early = { ...annotated, auditID: "a4", stage: "RequestReceived" };
    const { audit, notes } = imported({ "audit.log": lines(status, early, annotated) });
    expect([...audit.keys()]).toEqual(["a2"]);
    expect(notes.map(({ message }) => message)).toContain("not used: 2 other audit events");
  });

  test("of a node's capacity and a CNINode's feature are kept", () => {
    const capacity = auditLine("n1", time, {
      verb: "patch",
      user: { username: controller },
      objectRef: { resource: "nodes", subresource: "status", name: "node-1" },
      requestObject: [{ op: "add", path: "/status/capacity/vpc.amazonaws.com~1pod-eni", value: "9" }],
    });
    const feature = auditLine("n2", time, {
      verb: "patch",
      user: { username: "system:serviceaccount:kube-system:aws-node" },
      objectRef: { resource: "cninodes", name: "node-1" },
      requestObject: { spec: { features: [{ name: "SecurityGroupsForPods" }] } },
    });
    const { audit } = imported({ "audit.log": lines(capacity, feature) });
    expect(audit.get("n1")).toMatchObject({ capacity: 9, resource: "nodes" });
    expect(audit.get("n2")).toMatchObject({ features: ["SecurityGroupsForPods"] });
  });
});

describe("records of CloudTrail", () => {
  const refused = trailRecord("DeleteNetworkInterface", "t3", time, {
    errorCode: "Client.UnauthorizedOperation",
    errorMessage: "You are not authorized. Encoded authorization failure message: c2VjcmV0",
    requestParameters: { networkInterfaceId: eni },
  });
  const records = [
    branchCreated("t1", time, eni, trunk),
    branchAssociated("t2", time, eni, trunk),
    refused,
    trailRecord("DescribeInstances", "t4", time, {}),
  ];

  test("are kept with their ENI, caller, request and error, and without keys and addresses", () => {
    const { calls, text, notes } = imported({ "trail.json": { Records: records } });
    expect(calls.get("t1")).toEqual({
      id: "t1",
      at: time,
      call: "CreateNetworkInterface",
      by: roleArn,
      requestId: "request-t1",
      interfaceId: eni,
      description: "aws-k8s-branch-eni",
      trunkId: trunk,
      vlanId: 1,
    });
    expect(calls.get("t2")).toMatchObject({ interfaceId: eni, trunkId: trunk, associationId: "trunk-assoc-1" });
    expect(calls.get("t3")).toMatchObject({
      errorCode: "Client.UnauthorizedOperation",
      errorMessage: "You are not authorized.",
    });
    expect(calls.has("t4")).toBe(false);
    expect(notes.map(({ message }) => message)).toContain("not used: 1 other API calls");
    for (const secret of ["ASIAEXAMPLE", "198.51.100", "secret-agent", "c2VjcmV0"]) expect(text).not.toContain(secret);
  });

  test("come compressed, as lookup-events prints them, and one by one", () => {
    const looked = { Events: records.map((record) => ({ CloudTrailEvent: JSON.stringify(record) })) };
    const forms = {
      "trail.json.gz": gzipSync(JSON.stringify({ Records: records })),
      "looked.json": looked,
      "lines.json": lines(...records),
    };
    for (const [name, content] of Object.entries(forms)) {
      expect([name, [...imported({ [name]: content }).calls.keys()]]).toEqual([name, ["t1", "t2", "t3"]]);
    }
  });
});

test("rows of a CSV come back as they were written, whatever is in a cell", () => {
  const cell = fc.string().filter((text) => !text.includes("\r"));
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          cell,
          cell.filter((text) => text !== ""),
        ),
      ),
      (rows) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = ["a,@message", ...rows.map((row) => row.map(quote).join(","))].join("\n");
        expect(csvRows(text, "@message")).toEqual(rows.map(([a, message]) => ({ a, "@message": message })));
      },
    ),
  );
});

test("any JSON in the place of a log line is refused or counted, never fatal", () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom("auditID", "verb", "objectRef", "eventName", "Records", "Events", "@message"),
        fc.jsonValue(),
      ),
      (line) => {
        using dump = dumpOf({ "a.json": lines(annotated, line) });
        const { recording } = importDump(dump.directory);
        expect(recording).not.toBeNull();
      },
    ),
    { numRuns: 50 },
  );
});
