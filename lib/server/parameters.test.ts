import { describe, expect, test } from "vitest";
import { encodingFor, matches, momentIn, numberIn, revisionIn } from "./parameters.ts";

const given = (text: string) => new URLSearchParams(text);

describe("what a request asks for", () => {
  test("a moment is epoch milliseconds or ISO 8601 with a zone", () => {
    expect(momentIn(given("at=1664447398000"), "at")).toBe(1664447398000);
    expect(momentIn(given("at=2022-09-29T10:29:58Z"), "at")).toBe(1664447398000);
    expect(momentIn(given("at=2022-09-29T12:29:58.000%2B02:00"), "at")).toBe(1664447398000);
    expect(momentIn(given(""), "at")).toBeNull();
    for (const text of [
      "yesterday",
      "-1",
      "1e3",
      "2022-09-29",
      "2022-09-29T10:29:58",
      "2022-13-29T10:29:58Z",
      "9".repeat(17),
      "1;drop",
    ]) {
      expect(() => momentIn(given(`at=${text}`), "at"), text).toThrow(/at is not a moment/);
    }
  });

  test("numbers and revisions are whole and bounded", () => {
    expect(numberIn(given("limit=5"), "limit", { most: 10, usual: 3 })).toBe(5);
    expect(numberIn(given(""), "limit", { most: 10, usual: 3 })).toBe(3);
    for (const text of ["0", "11", "-1", "x", "1.5"])
      expect(() => numberIn(given(`limit=${text}`), "limit", { most: 10, usual: 3 })).toThrow();
    expect(revisionIn(given("since=7"), null)).toBe(7);
    expect(revisionIn(given("since=7"), "9")).toBe(9);
    expect(() => revisionIn(given("since=x"), null)).toThrow(/revision/);
  });

  test("the best encoding the reader takes is used", () => {
    expect(encodingFor("gzip, deflate, br, zstd")).toBe("br");
    expect(encodingFor("gzip")).toBe("gzip");
    expect(encodingFor("br;q=0, gzip;q=0.5")).toBe("gzip");
    expect(encodingFor(null)).toBe("identity");
    expect(encodingFor("identity")).toBe("identity");
  });

  test("an ETag is found in a list, weak or strong", () => {
    expect(matches('"a", W/"b"', '"b"')).toBe(true);
    expect(matches('"a"', '"b"')).toBe(false);
    expect(matches(null, '"b"')).toBe(false);
  });
});
