import { expect, test } from "vitest";
import { ranked } from "./rank.ts";

const labels = (typed: string) =>
  ranked(
    ["Theme: Dark", "Export: draw.io", "Group by: Zone", "Dark matter", "分組依據：區域"].map((label) => ({ label })),
    typed,
  ).map(({ label }) => label);

test("what begins with the word comes before what has it later, and every word counts", () => {
  expect(labels("dark")).toEqual(["Dark matter", "Theme: Dark"]);
  expect(labels("io draw")).toEqual(["Export: draw.io"]);
  expect(labels("區域")).toEqual(["分組依據：區域"]);
  expect(labels("draw nothing")).toEqual([]);
  expect(labels("  ")).toHaveLength(5);
});
