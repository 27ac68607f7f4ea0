import { z } from "zod";
import { confidences, type Finding, severities, type Undecided } from "../diagnosis/finding.ts";
import { collectionName, type SourceName } from "../recording/collections.ts";

const fact = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()), z.array(z.number())]);
const sources = ["ec2", "kubernetes", "eks", "audit", "cloudtrail"] as const satisfies readonly SourceName[];
const moment = z.number().nullable();

/** One value of one object, and when it was read. */
const evidence = z.object({
  collection: collectionName,
  id: z.string(),
  field: z.string(),
  value: fact,
  source: z.enum(sources),
  readAt: moment,
});

/** What is wrong. Sentences are made of `rule` and `facts` where it is shown (`lib/diagnosis/words`). */
export const finding: z.ZodType<Finding> = z.object({
  id: z.string(),
  rule: z.string(),
  code: z.string(),
  severity: z.enum(severities),
  confidence: z.enum(confidences),
  subjects: z.array(z.string()),
  facts: z.record(z.string(), fact),
  evidence: z.array(evidence),
  since: z.object({ at: z.number(), exact: z.boolean() }).nullable(),
  get follows() {
    return z.array(finding);
  },
  ignored: z.object({ reason: z.string(), until: moment }).exactOptional(),
});

/** A check that could not be made, and what it lacks. */
export const undecided: z.ZodType<Undecided> = z.object({
  rule: z.string(),
  code: z.string(),
  severity: z.enum(severities),
  lacks: z.array(z.object({ collection: collectionName, code: z.string(), message: z.string() })),
});

/** What is wrong with a cluster, the worst first, and what could not be decided. */
export interface Verdict {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
}
