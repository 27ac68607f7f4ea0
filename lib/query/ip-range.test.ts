import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import { overlap, parseRange } from "./ip-range.ts";

const words = fc.array(
  fc.integer({ min: 0, max: 0xffff }).map((word) => (word % 3 === 0 ? 0 : word)),
  { minLength: 8, maxLength: 8 },
);
const v6 = words
  .map((parts) => new ipaddr.IPv6(parts))
  .chain((address) =>
    fc.constantFrom(
      address.toString(),
      address.toNormalizedString(),
      address.toRFC5952String(),
      address.toString().toUpperCase(),
    ),
  );
const near = fc
  .tuple(fc.constantFrom(10, 192), fc.constantFrom(0, 168), fc.nat(3), fc.nat(255))
  .map((octets) => octets.join("."));
const v4 = fc.oneof(fc.ipV4(), near);

describe("addresses and blocks", () => {
  test("an IPv4 address is in a block exactly when ipaddr says so", () => {
    fc.assert(
      fc.property(v4, v4, fc.nat(32), (address, base, length) => {
        const expected = ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parse(base), length);
        expect(meet(address, `${base}/${length}`)).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  test("an IPv6 address is in a block exactly when ipaddr says so, in every spelling", () => {
    fc.assert(
      fc.property(v6, v6, fc.nat(128), fc.boolean(), (one, other, length, isSame) => {
        const base = isSame ? one : other;
        const expected = ipaddr.IPv6.parse(one).match(ipaddr.IPv6.parse(base), length);
        expect(meet(one, `${base}/${length}`)).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  test("what is an address is what ipaddr takes for one in full", () => {
    const pieces = fc.constantFrom(
      "0",
      "1",
      "25",
      "256",
      "01",
      "fd00",
      "abcd",
      "12345",
      ":",
      "::",
      ".",
      "g",
      "%",
      "x",
      "",
    );
    const text = fc.oneof(
      v4,
      v6,
      fc.ipV6(),
      fc.array(pieces, { maxLength: 12 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, (one) => {
        const isAddress = ipaddr.IPv4.isValidFourPartDecimal(one) || (ipaddr.IPv6.isValid(one) && !one.includes("%"));
        expect(parseRange(one) !== null).toBe(isAddress);
      }),
      { numRuns: 3_000 },
    );
  });

  test("two blocks meet when one holds the other, and families never meet", () => {
    expect(meet("10.0.0.0/28", "10.0.0.0/8")).toBe(true);
    expect(meet("10.0.0.0/8", "10.0.0.0/28")).toBe(true);
    expect(meet("10.0.0.16/28", "10.0.0.0/28")).toBe(false);
    expect(meet("0.0.0.0/0", "::/0")).toBe(false);
    expect(parseRange("10.0.0.0/33")).toBeNull();
    expect(parseRange("::/129")).toBeNull();
    expect(parseRange("10.0.0.0/")).toBeNull();
  });
});

function meet(a: string, b: string): boolean {
  const [one, other] = [parseRange(a), parseRange(b)];
  if (one === null || other === null) throw new Error(`${a} or ${b} could not be read`);
  return overlap(one, other);
}
