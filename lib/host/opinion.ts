import type { Difference, FieldName, Judged } from "./judged.ts";
import type { Line } from "./line.ts";

/** What is said of one expected line. */
export type Opinion = Pick<Judged, "verdict" | "differences" | "notShown" | "evidence">;

/** Of something that is not there, by whether a whole listing lacks it. */
export function absent(isWhole: boolean): Opinion {
  return { verdict: isWhole ? "missing" : "not-observed", differences: [], notShown: [], evidence: [] };
}

/** A field, what it should be (`undefined`: nothing is expected of it; `null`: that is not known), and what is shown of it. */
export type Field = readonly [
  name: FieldName,
  expected: string | number | null | undefined,
  observed: readonly string[],
];

/** Of something that is there, field by field. */
export function compared(fields: readonly Field[], evidence: readonly Line[]): Opinion {
  const differences: Difference[] = [];
  const notShown: FieldName[] = [];
  for (const [field, expected, observed] of fields) {
    if (expected === undefined) continue;
    if (expected === null || observed.length === 0) {
      notShown.push(field);
      continue;
    }
    const wrong = observed.find((one) => one !== String(expected));
    if (wrong !== undefined) differences.push({ field, expected: String(expected), observed: wrong });
  }
  return { verdict: differences.length > 0 ? "different" : "confirmed", differences, notShown, evidence };
}
