import type { Comparison } from "./compare.ts";
import { type Found, type HostFinding, type HostFindingOf, type HostRuleId, hostRules } from "./finding.ts";
import { configuration } from "./findings/configuration.ts";
import { ipamdView } from "./findings/ipamd.ts";
import { piecesMissing } from "./findings/pieces.ts";
import { staleState } from "./findings/stale.ts";
import type { HostState } from "./observed.ts";

const checks: readonly ((comparison: Comparison, state: HostState) => Iterable<Found>)[] = [
  piecesMissing,
  staleState,
  configuration,
  ipamdView,
];

/** SGP-100 to SGP-108, by code: what the node's files prove, and nothing that they leave open (domain 9.6). */
export function hostFindings(comparison: Comparison, state: HostState): HostFinding[] {
  const found = checks.flatMap((check) => [...check(comparison, state)]);
  return found.map(findingOf).sort((a, b) => a.code.localeCompare(b.code) || a.id.localeCompare(b.id));
}

function findingOf({ rule, subjects, facts, evidence, story, severity }: Found): HostFinding {
  const declared = hostRules[rule];
  const finding: Omit<HostFindingOf<HostRuleId>, "facts" | "rule"> = {
    id: `${rule}/${[subjects[0], ...(story === undefined ? [] : [story])].join("/")}`,
    code: declared.code,
    severity: severity ?? declared.severity,
    confidence: "certain",
    subjects,
    evidence: evidence.slice(0, mostEvidence),
  };
  // Rule and facts come from one `Found`, so they fit; TypeScript follows no union through a spread.
  return { ...finding, rule, facts } as HostFinding;
}

const mostEvidence = 50;
