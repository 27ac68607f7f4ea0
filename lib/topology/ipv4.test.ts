import fc from "fast-check";
import { expect, test } from "vitest";
import { ipv4Number, ipv4Text } from "./ipv4.ts";

test("an address is a number and back", () => {
  fc.assert(
    fc.property(fc.ipV4(), (ip) => {
      expect(ipv4Text(ipv4Number(ip) ?? Number.NaN)).toBe(ip);
    }),
  );
});

test("what could not come back as it was is no address", () => {
  for (const text of [
    "",
    "1.2.3",
    "1.2.3.",
    ".1.2.3",
    "1..2.3",
    "01.2.3.4",
    "1.2.3.256",
    "1.2.3.4.5",
    "1.2.3.4 ",
    "::1",
  ]) {
    expect(ipv4Number(text), text).toBeNull();
  }
});
