import fc from "fast-check";
import { expect, test } from "vitest";
import { packCells, unpackHostMatches } from "./host-matches.ts";

test("what matches on instances survives the wire, whatever it is", () => {
  const one = fc.record({ self: fc.boolean(), cells: fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 120 }) });
  fc.assert(
    fc.property(fc.array(one), (all) => {
      const hosts = all.map((_, index) => `i-${index}`);
      const runs: number[] = [];
      for (const { self, cells } of all) packCells(runs, self, Uint8Array.from(cells));
      const found = unpackHostMatches(JSON.parse(JSON.stringify({ hosts, runs })));
      expect([...found.keys()]).toEqual(hosts);
      for (const [index, { self, cells }] of [...found.values()].entries()) {
        expect(self).toBe(all[index]?.self);
        expect([...cells]).toEqual(all[index]?.cells.flatMap((cell, order) => (cell === 1 ? [order] : [])));
      }
    }),
  );
});

test("an instance on which all slots match takes a few numbers", () => {
  const runs: number[] = [];
  packCells(runs, true, new Uint8Array(54).fill(1));
  expect(runs).toEqual([3, 0, 54]);
});
