import type { Severity } from "../diagnosis/finding.ts";

/** What a search needs to know of a finding. */
export interface SearchedFinding {
  /** Id of the resource it is about. */
  readonly subject: string;
  readonly severity: Severity;
  readonly rule: string;
  readonly code?: string;
}
