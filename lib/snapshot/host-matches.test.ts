import fc from "fast-check";
import { expect, test } from "vitest";
import { type HostMatches, packHostMatches, unpackHostMatches } from "./host-matches.ts";

test("what matches on instances survives the wire, whatever it is", () => {
  const one = fc.record({
    self: fc.boolean(),
    cells: fc.uniqueArray(fc.nat({ max: 120 })).map((cells): ReadonlySet<number> => new Set(cells)),
  });
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), one), (hosts) => {
      const matches = new Map<string, HostMatches>(Object.entries(hosts));
      expect(unpackHostMatches(JSON.parse(JSON.stringify(packHostMatches(matches))))).toEqual(matches);
    }),
  );
});

test("an instance on which all slots match takes a few numbers", () => {
  const cells = new Set(Array.from({ length: 54 }, (_, index) => index));
  expect(packHostMatches(new Map([["i-1", { self: true, cells }]]))).toEqual({ hosts: ["i-1"], runs: [3, 0, 54] });
});
