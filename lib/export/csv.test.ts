import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exampleSnapshot } from "../diagram/example.fixture.ts";
import type { Pod } from "../topology/resources.ts";
import { csv } from "./csv.ts";
import { hostileNames, hostileSnapshot } from "./hostile.fixture.ts";
import { viewOf } from "./picture.fixture.ts";
import { parseCsv } from "./strict.fixture.ts";

const columns = ["id", "name", "status", "serviceAccount"];

function unguarded(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}

function podsNamed(texts: readonly (readonly [string, string, string, string])[]): Pod[] {
  return texts.map(([id, name, status, serviceAccount]) => ({
    ...{ kind: "pod", marks: [], id, namespace: "ns", name, status, serviceAccount },
    ...{ instanceId: null, hostNetwork: false, podEniRequest: 0, annotated: false, branchIds: [], interfaceId: null },
    waitsForBranch: false,
  }));
}

const unusual = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(...hostileNames),
  fc.string({ unit: fc.constantFrom("'", '"', ",", "\r", "\n", "=", "-", ";", " ") }),
);

describe("CSV", () => {
  test("any text in a cell is read back as it was, by a reader that knows RFC 4180 only", () => {
    const rows = fc.uniqueArray(fc.tuple(unusual, unusual, unusual, unusual), { selector: ([id]) => id });
    fc.assert(
      fc.property(rows, (texts) => {
        const snapshot = { ...exampleSnapshot({ nodes: 0 }), resources: podsNamed(texts) };
        const [, ...read] = parseCsv(csv.write(snapshot, viewOf(snapshot, { columns })));
        const expected = [...texts].sort(([a], [b]) => (a < b ? -1 : 1));
        expect(read.map((row) => row.slice(0, -1).map(unguarded))).toEqual(expected.map((row) => [...row]));
      }),
    );
  });

  test("no cell begins as a formula does", () => {
    const snapshot = hostileSnapshot();
    const cells = parseCsv(csv.write(snapshot, viewOf(snapshot))).flat();
    expect(cells.some((cell) => cell.startsWith("'="))).toBe(true);
    expect(cells.filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
  });

  test("the name of the last column says where the rows are from; the rows have nothing in it", () => {
    const snapshot = exampleSnapshot({ nodes: 2 });
    const shown = new Set(["i-none"]);
    const [header, ...rows] = parseCsv(csv.write(snapshot, viewOf(snapshot, { query: "=1+1", shown })));
    expect(rows).toEqual([]);
    expect(header?.at(-1)).toContain(`cluster ${snapshot.cluster}`);
    expect(header?.at(-1)).toContain(`Filter: =1+1; 0 of ${snapshot.resources.length} resources`);
    const all = parseCsv(csv.write(snapshot, viewOf(snapshot)));
    expect(all.slice(1).every((row) => row.at(-1) === "")).toBe(true);
  });

  test("what is not known is empty, what is known to be absent is none, moments are ISO 8601", () => {
    const [pod] = podsNamed([["pod/ns/a", "a", "Pending", ""]]);
    const resources = [{ ...(pod as Pod), createdAt: Date.UTC(2026, 2, 2, 9) }];
    const snapshot = { ...exampleSnapshot({ nodes: 0 }), resources };
    const fields = ["ip", "instanceId", "createdAt", "hostNetwork", "no.such.field", "constructor.name"];
    const [, row] = parseCsv(csv.write(snapshot, viewOf(snapshot, { columns: fields })));
    expect(row).toEqual(["", "none", "2026-03-02T09:00:00.000Z", "false", "", "", ""]);
  });

  test("kinds choose the rows and their fields", () => {
    const snapshot = exampleSnapshot({ nodes: 2 });
    const [header = [], ...rows] = parseCsv(csv.write(snapshot, viewOf(snapshot, { kinds: ["branch"] })));
    const branches = snapshot.resources.filter(({ kind }) => kind === "branch");
    expect(rows.map((row) => row[1])).toEqual(branches.map(({ id }) => id).sort());
    expect(header).toContain("vlan");
    expect(header).not.toContain("nodeGroup");
  });

  test("a byte order mark stands first when it is asked for", () => {
    const snapshot = exampleSnapshot({ nodes: 1 });
    expect(csv.write(snapshot, viewOf(snapshot, { byteOrderMark: true })).startsWith("\ufeffkind,id,")).toBe(true);
  });
});
