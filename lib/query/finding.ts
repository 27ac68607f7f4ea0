/** From the least to the worst. */
export const severities = ["info", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof severities)[number];

/** What a search needs to know of a finding. */
export interface SearchedFinding {
  /** Id of the resource it is about. */
  readonly subject: string;
  readonly severity: Severity;
  readonly rule: string;
  readonly code?: string;
}
