import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hostVethName } from "./names.ts";
import { sha1 } from "./sha1.ts";

test("it is the SHA-1 that everyone else computes, for every text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      expect(sha1(text)).toBe(createHash("sha1").update(text, "utf8").digest("hex"));
    }),
  );
});

test("messages on either side of a block's end are padded as the standard says", () => {
  for (const length of [0, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128]) {
    const text = "a".repeat(length);
    expect(sha1(text)).toBe(createHash("sha1").update(text).digest("hex"));
  }
});

test.each([
  ["vlan", "default", "aws-cli", "vlanafd4c544f81"],
  ["eni", "kube-system", "coredns-57ff979f67-qqbdh", "enib5faff8a083"],
])("the host veth is prefix %s and the hash of %s.%s", (prefix, namespace, name, veth) => {
  expect(hostVethName(prefix, namespace, name)).toBe(veth);
});
