import { type Finding, type Severity, severities } from "./finding.ts";

/** The worst first; the same order whatever came first. */
export function byWeight(a: Finding, b: Finding): number {
  return rankOf(b.severity) - rankOf(a.severity) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** From 0 for the least. */
export function rankOf(severity: Severity): number {
  return severities.indexOf(severity);
}
