import type { Finding } from "../../diagnosis/finding.ts";
import { type Checked, type CheckFormat, reasonOf, sentencesOf } from "./checked.ts";

/** For programs: docs/api.md has the shape. */
export const json: CheckFormat = {
  write(checked) {
    const { cluster, region, at, findings, undecided } = checked;
    const outcome = {
      format: "trunkscope-check",
      version: 1,
      cluster,
      region,
      at,
      findings: findings.map((finding) => findingOf(finding, checked)),
      undecided: undecided.map((one) => ({ ...one, reason: reasonOf(one) })),
    };
    return `${JSON.stringify(outcome, null, 2)}\n`;
  },
};

function findingOf(finding: Finding, checked: Checked): object {
  return {
    ...finding,
    ...sentencesOf(finding, checked),
    follows: finding.follows.map((follower) => findingOf(follower, checked)),
  };
}
