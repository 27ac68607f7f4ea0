import { expect, test } from "vitest";
import { momentOf } from "./moment.ts";

const at = Date.UTC(2026, 10, 22, 10, 15, 0);

test.each([
  "2026-11-22T10:15:00Z",
  "2026-11-22T10-15-00Z",
  "2026-11-22T10:15:00.000Z",
  "2026-11-22_10-15-00",
  "2026-11-22 10:15",
  "2026-11-22T12:15:00+02:00",
  "20261122T101500Z",
  "20261122-101500",
  "20261122101500",
  String(at / 1000),
  String(at),
])("%s is a time", (name) => {
  expect(momentOf(name)).toBe(at);
});

test("a day alone is its beginning", () => {
  expect(momentOf("2026-11-22")).toBe(Date.UTC(2026, 10, 22));
});

test.each(["", "pods", "2026", "2026-13-01", "2026-02-30", "2026-11-22T25:00", "111122223333", "dump-2026-11-22"])(
  '"%s" is none',
  (name) => {
    expect(momentOf(name)).toBeNull();
  },
);
