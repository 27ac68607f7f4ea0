import fc from "fast-check";
import { expect, test } from "vitest";
import { longestName, mostViews, parseNamedViews, withoutView, withView } from "./named-views.ts";

const view = { name: "mine", cluster: "living", query: "group=subnet&select=eni-1" };

test("a view that was saved comes back, and goes when it is deleted", () => {
  const saved = withView([], view) ?? [];
  expect(parseNamedViews(JSON.stringify(saved))).toEqual([view]);
  expect(withoutView(saved, view)).toEqual([]);
});

test("saving under a name again replaces it; the same name may stand for another cluster", () => {
  const twice = withView(withView([], view) ?? [], { ...view, query: "group=policy" });
  expect(twice).toEqual([{ ...view, query: "group=policy" }]);
  expect(withView(twice ?? [], { ...view, cluster: "other" })).toHaveLength(2);
});

test("a full list and an empty name are refused", () => {
  const full = Array.from({ length: mostViews }, (_, index) => ({ ...view, name: `view ${index}` }));
  expect(withView(full, view)).toBeNull();
  expect(withView(full, full[3] ?? view)).toHaveLength(mostViews);
  expect(withView([], { ...view, name: "   " })).toBeNull();
});

test("whatever was kept, only views within bounds are read", () => {
  expect(parseNamedViews("{not json")).toEqual([]);
  expect(parseNamedViews(JSON.stringify([{ ...view, query: "javascript:alert(1)&group=nothing" }, 7, null]))).toEqual([
    { ...view, query: "" },
  ]);
  expect(parseNamedViews(JSON.stringify([{ ...view, name: "n".repeat(500) }]))[0]?.name).toHaveLength(longestName);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const one of parseNamedViews(JSON.stringify(value)))
        expect(one.name.length).toBeLessThanOrEqual(longestName);
    }),
  );
});
