import type { Finding } from "../diagnosis/finding.ts";
import type { SearchedFinding } from "./finding.ts";

/** Findings as searches know them: one for each subject, with those that others explain. What the operator silenced is not found. */
export function searchedFindings(findings: Iterable<Finding>): SearchedFinding[] {
  const searched: SearchedFinding[] = [];
  for (const { subjects, severity, rule, code, follows, ignored } of findings) {
    if (ignored !== undefined) continue;
    for (const subject of subjects) searched.push({ subject, severity, rule, code });
    searched.push(...searchedFindings(follows));
  }
  return searched;
}
