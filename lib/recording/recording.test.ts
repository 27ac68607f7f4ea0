import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, applyInPlace, type Change, compare, type MutableObservation } from "./change.ts";
import { type CollectionName, collections, type Item } from "./collections.ts";
import { readRecording, writeRecording } from "./ndjson.ts";
import { emptyObservation, type Observation } from "./observation.ts";
import { changeOf, type Reading } from "./reading.ts";
import { observationAt, type Recording, spanOf } from "./recording.ts";

const names = ["subnets", "vpcs", "namespaces"] as const satisfies readonly CollectionName[];
const key = fc.oneof(fc.constantFrom("a", "b", "c", "__proto__", "constructor"), fc.string({ maxLength: 4 }));
const text = fc.string({ maxLength: 6 });

const itemOf = {
  subnets: fc.record({ id: text, cidr: text, tags: fc.dictionary(text, text) }, { requiredKeys: ["id", "tags"] }),
  vpcs: fc.record({ id: text, cidrs: fc.array(text), tags: fc.dictionary(text, text) }),
  namespaces: fc.record({
    name: text,
    labels: fc.dictionary(text, text),
    annotations: fc.dictionary(text, text),
  }),
} as const;

const itemsOfCollection = (name: (typeof names)[number]) =>
  fc.array(fc.tuple(key, itemOf[name])).map((entries) => new Map(entries as [string, Item][]));
const collectionRecord = <T>(value: (name: (typeof names)[number]) => fc.Arbitrary<T>) =>
  fc.record({ subnets: value("subnets"), vpcs: value("vpcs"), namespaces: value("namespaces") }, { requiredKeys: [] });

const observation = fc
  .record({
    at: fc.nat(),
    items: collectionRecord(itemsOfCollection),
    failures: collectionRecord(() => fc.record({ code: text, message: text })),
    readAt: collectionRecord(() => fc.nat()),
  })
  .map((value) => value as unknown as Observation);

function changesThrough(moments: readonly Observation[]): Change[] {
  return moments.map((moment, index) => compare(moments[index - 1] ?? emptyObservation, moment));
}

function ordered(moments: readonly Observation[]): Observation[] {
  return moments.map((moment, index) => ({ ...moment, at: index * 10 }));
}

describe("the change algebra", () => {
  test("applying what differs gives the later observation, copied or in place", () => {
    fc.assert(
      fc.property(observation, observation, (a, b) => {
        const change = compare(a, b);
        const frozen = structuredClone(a);
        expect(apply(a, change)).toEqual(b);
        expect(a).toEqual(frozen);
        const owned: MutableObservation = structuredClone(a);
        applyInPlace(owned, change);
        expect(owned).toEqual(b);
      }),
    );
  });

  test("nothing differs between an observation and itself", () => {
    fc.assert(
      fc.property(observation, (a) => {
        expect(compare(a, structuredClone(a))).toEqual({ at: a.at, items: {}, failures: {}, readAt: {} });
      }),
    );
  });

  test("replaying a recording gives each of its observations", () => {
    fc.assert(
      fc.property(fc.array(observation, { minLength: 1, maxLength: 5 }), (some) => {
        const moments = ordered(some);
        const recording: Recording = { header: { cluster: "c" }, changes: changesThrough(moments) };
        for (const moment of moments) {
          expect(observationAt(recording, moment.at)).toEqual(moment);
          expect(observationAt(recording, moment.at + 9)).toEqual(moment);
        }
        expect(spanOf(recording)).toEqual({ from: 0, to: (moments.length - 1) * 10 });
      }),
    );
  });
});

describe("the file format", () => {
  test("reads back what was written", () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 5 }), (some) => {
        const recording: Recording = {
          header: { cluster: "c", region: "eu-west-1", filled: { "vpcs/a": "guessed" } },
          changes: changesThrough(ordered(some)),
        };
        expect(readRecording(writeRecording(recording))).toEqual({ recording, problems: [] });
      }),
    );
  });

  test("a torn last line loses that line alone, wherever it is torn, and says so", () => {
    const recording: Recording = {
      header: { cluster: "c" },
      changes: [1, 2, 3].map((at) => ({
        at,
        items: { vpcs: new Map([["v", { id: "v", cidrs: [`${at}`], tags: {} }]]) },
        failures: {},
        readAt: {},
      })),
    };
    const whole = writeRecording(recording);
    const start = whole.trimEnd().lastIndexOf("\n") + 1;
    for (let end = start + 1; end < whole.length - 1; end++) {
      const { recording: read, problems } = readRecording(whole.slice(0, end));
      expect(read?.changes).toEqual(recording.changes.slice(0, 2));
      expect(problems).toEqual([{ line: 4, message: "the last line is torn and was left out" }]);
    }
  });

  test("a broken line, an unknown collection and an item that does not fit are named and cost only themselves", () => {
    const { recording, problems } = readRecording(
      [
        '{"format":"trunkscope-recording","version":1,"cluster":"c"}',
        '{"at":1,"items":{"vpcs":{"good":{"id":"good","cidrs":[],"tags":{}},"bad":{"id":7}},"wishes":{}}}',
        "{{{",
        '{"at":2,"items":{"vpcs":{"good":null}}}',
        "",
      ].join("\n"),
    );
    expect(recording?.changes.map(({ at }) => at)).toEqual([1, 2]);
    expect([...(recording?.changes[0]?.items.vpcs ?? [])].map(([id]) => id)).toEqual(["good"]);
    expect(problems.map(({ line }) => line)).toEqual([2, 2, 3]);
    expect(problems[0]?.message).toContain("vpcs/bad");
    expect(problems[1]?.message).toContain("wishes");
  });

  test("says what a file is not", () => {
    const refusal = (text: string) => {
      const { recording, problems } = readRecording(text);
      expect(recording).toBeNull();
      return problems[0]?.message;
    };
    expect(refusal("")).toContain("not a Trunkscope recording");
    expect(refusal('{"hello":1}')).toContain("header");
    expect(refusal('{"format":"trunkscope-recording","version":2,"cluster":"c"}')).toContain("newer Trunkscope");
  });

  test("arbitrary text never throws", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.json())), (lines) => {
        readRecording(['{"format":"trunkscope-recording","version":1,"cluster":"c"}', ...lines].join("\n"));
        readRecording(lines.join("\n"));
      }),
    );
  });

  test("keeps only the fields that the schemas allow", () => {
    const line = '{"at":1,"items":{"vpcs":{"v":{"id":"v","cidrs":[],"tags":{},"secret":"hunter2"}}}}';
    const { recording } = readRecording(`{"format":"trunkscope-recording","version":1,"cluster":"c"}\n${line}\n`);
    expect(JSON.stringify([...(recording?.changes[0]?.items.vpcs ?? [])])).not.toContain("hunter2");
  });
});

describe("readings", () => {
  const vpc = (id: string, cidr = "10.0.0.0/8"): Item<"vpcs"> => ({ id, cidrs: [cidr], tags: {} });
  const read = (...readings: Reading[]) =>
    readings.reduce((known, reading) => apply(known, changeOf(known, reading)), emptyObservation);
  const all = (at: number, ...items: Item<"vpcs">[]): Reading => ({
    collection: "vpcs",
    at,
    said: { kind: "all", items: new Map(items.map((item) => [item.id, item])) },
  });

  test("a full reading replaces, a partial one amends, a failure keeps the last good items and their age", () => {
    const known = read(
      all(1, vpc("a"), vpc("b")),
      {
        collection: "vpcs",
        at: 2,
        said: {
          kind: "some",
          items: new Map([
            ["b", null],
            ["c", vpc("c")],
          ]),
        },
      },
      {
        collection: "vpcs",
        at: 3,
        said: { kind: "failed", failure: { code: "UnauthorizedOperation", message: "no" } },
      },
    );
    expect([...(known.items.vpcs?.keys() ?? [])]).toEqual(["a", "c"]);
    expect(known.failures.vpcs?.code).toBe("UnauthorizedOperation");
    expect(known.readAt.vpcs).toBe(2);
  });

  test("a success after a failure clears it, and an empty collection is read, not unknown", () => {
    const failed: Reading = {
      collection: "vpcs",
      at: 1,
      said: { kind: "failed", failure: { code: "X", message: "" } },
    };
    expect(read(failed).items.vpcs).toBeUndefined();
    const known = read(failed, all(2));
    expect(known.items.vpcs?.size).toBe(0);
    expect(known.failures).toEqual({});
  });

  test("an unchanged full reading changes nothing but its age", () => {
    const known = read(all(1, vpc("a")));
    expect(changeOf(known, all(5, vpc("a")))).toEqual({ at: 5, items: {}, failures: {}, readAt: { vpcs: 5 } });
  });
});

test("every collection has a schema, a source and a permission that only reads", () => {
  for (const { permission, source } of Object.values(collections)) {
    const verbs =
      source === "kubernetes"
        ? /^get(,list,watch)? [a-z]/
        : /^(ec2|eks|logs|cloudtrail):(Describe|Get|Lookup|Filter)\w+( ec2:(Describe|Get)\w+)*$/;
    expect(permission).toMatch(verbs);
  }
});
