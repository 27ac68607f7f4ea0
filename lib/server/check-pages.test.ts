import { expect, test } from "vitest";
import { checkPage } from "./check-pages.ts";

test("the page of a check is read by its code", async () => {
  expect(await checkPage("SGP-001")).toMatch(/^# SGP-001: /);
});

test("nothing but a code of a check finds a page", async () => {
  for (const named of ["SGP-999", "sgp-001", "../permissions", "SGP-001/../../permissions", ""]) {
    expect(await checkPage(named)).toBeNull();
  }
});
