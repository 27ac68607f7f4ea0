import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addressesOf,
  availableIn,
  createPool,
  isInside,
  returnAddress,
  returnPrefix,
  takeAddress,
  takePrefix,
} from "./network.ts";
import { createQueue } from "./queue.ts";
import { createRandom } from "./random.ts";

test("a subnet gives every address but EC2's five, each once, and then none", () => {
  const pool = createPool("10.0.4.0/26");
  const random = createRandom(1);
  const taken = new Set<string>();
  for (let address = takeAddress(pool, random); address !== null; address = takeAddress(pool, random))
    taken.add(address);
  expect(taken.size).toBe(59);
  const reserved = ["10.0.4.0", "10.0.4.1", "10.0.4.2", "10.0.4.3", "10.0.4.63"];
  expect(addressesOf("10.0.4.0/26").filter((address) => !taken.has(address))).toEqual(reserved);
});

test("addresses and prefixes never overlap, and everything given back is free again", () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.boolean(), { maxLength: 60 }), (seed, wantsPrefix) => {
      const pool = createPool("172.16.0.0/25");
      const random = createRandom(seed);
      const free = availableIn(pool);
      const held = wantsPrefix.map((prefix) => (prefix ? takePrefix(pool, random) : takeAddress(pool, random)));
      const known = held.filter((each) => each !== null);
      const all = known.flatMap((each) => (each.includes("/") ? addressesOf(each) : [each]));
      expect(new Set(all).size).toBe(all.length);
      expect(all.every((address) => isInside("172.16.0.0/25", address))).toBe(true);
      expect(availableIn(pool)).toBe(free - all.length);
      for (const each of known) (each.includes("/") ? returnPrefix : returnAddress)(pool, each);
      expect(availableIn(pool)).toBe(free);
    }),
  );
});

test("a queue hands things out by time, and those of one moment in the order they came", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const queue = createQueue();
      const order: number[] = [];
      for (const [index, at] of times.entries()) queue.add(at, () => order.push(index));
      for (let run = queue.take(); run; run = queue.take()) run();
      const expected = [...times.keys()].sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
      expect(order).toEqual(expected);
      expect(queue.nextAt()).toBe(Number.POSITIVE_INFINITY);
    }),
  );
});
