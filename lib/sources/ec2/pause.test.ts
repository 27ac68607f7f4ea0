import { expect, test } from "vitest";
import { pauseAfter } from "./pause.ts";

const minute = 60_000;
const failure = (code: string) => ({ code, message: "" });
const none = { count: 0, last: undefined };

test("after success it waits the interval, 10 % either way", () => {
  expect(pauseAfter(minute, none, () => 0)).toBe(54_000);
  expect(pauseAfter(minute, none, () => 0.5)).toBe(minute);
});

test("trouble that may pass is tried soon, then at most once per interval", () => {
  const pauses = [1, 2, 3, 9].map((count) => pauseAfter(minute, { count, last: failure("Unreachable") }, () => 1));
  expect(pauses).toEqual([2000, 4000, 8000, minute]);
});

test("throttling is left alone for up to ten minutes, a refusal for up to two", () => {
  const pauses = (code: string) =>
    [1, 2, 9].map((count) => pauseAfter(minute, { count, last: failure(code) }, () => 1));
  expect(pauses("RequestLimitExceeded")).toEqual([minute, 2 * minute, 10 * minute]);
  expect(pauses("UnauthorizedOperation")).toEqual([minute, 2 * minute, 2 * minute]);
  const hour = 60 * minute;
  expect(pauseAfter(hour, { count: 3, last: failure("UnauthorizedOperation") }, () => 1)).toBe(hour);
});

test("a bound shortens what goes beyond the interval, and retries within it", () => {
  const bounded = (every: number, code: string) => pauseAfter(every, { count: 9, last: failure(code) }, () => 1, 5000);
  expect(bounded(1000, "UnauthorizedOperation")).toBe(5000);
  expect(bounded(minute, "UnauthorizedOperation")).toBe(minute);
  expect(bounded(minute, "Unreachable")).toBe(5000);
});
