import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./process.js";

const folder = join(root, "test-results");

export const reports = { unit: join(folder, "unit.json"), e2e: join(folder, "e2e.json") };

export function clearReports() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
}

/** Adds up what the two runners wrote; a file that does not load, or an error outside of every test, counts as one failure. */
export function printTotals() {
  const parts = [unitTotals(read(reports.unit)), browserTotals(read(reports.e2e))];
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
  const skipped = sum("skipped") > 0 ? `, ${sum("skipped")} skipped` : "";
  const line = `${sum("passed")} passed, ${sum("failed")} failed${skipped}`;
  writeFileSync(join(folder, "totals"), `${line}\n`);
  console.log(`\n${line}`);
  return parts.every(({ passed, failed }) => passed > 0 && failed === 0);
}

function unitTotals(report) {
  if (!report) return nothing;
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((assertion) => assertion.status === "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function browserTotals(report) {
  if (!report) return nothing;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected + report.errors.length, skipped };
}

const nothing = { passed: 0, failed: 0, skipped: 0 };

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}
