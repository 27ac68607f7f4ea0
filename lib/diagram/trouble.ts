import { type Finding, type Severity, severities } from "../diagnosis/finding.ts";
import type { Model } from "./model.ts";

/** What findings say of one instance and of what stands on it. */
export interface Trouble {
  /** `null`: nothing was found. */
  readonly worst: Severity | null;
  readonly count: number;
}

const none: Trouble = { worst: null, count: 0 };

/** The findings about an instance and what stands on it; what the operator ignores is left out. */
export function troubleOf(model: Pick<Model, "verdict" | "hosts">, instanceId: string): Trouble {
  const { findings } = model.verdict;
  let troubles = known.get(findings);
  if (!troubles) {
    troubles = troublesOf(model);
    known.set(findings, troubles);
  }
  return troubles.get(instanceId) ?? none;
}

const known = new WeakMap<readonly Finding[], ReadonlyMap<string, Trouble>>();

function troublesOf({ verdict, hosts }: Pick<Model, "verdict" | "hosts">): Map<string, Trouble> {
  const troubles = new Map<string, Trouble>();
  for (const { severity, subjects, ignored } of verdict.findings) {
    if (ignored) continue;
    for (const host of new Set(subjects.map((id) => hosts.hostOf(id)))) {
      if (host === undefined) continue;
      const { worst, count } = troubles.get(host) ?? none;
      const isWorse = worst === null || severities.indexOf(severity) > severities.indexOf(worst);
      troubles.set(host, { worst: isWorse ? severity : worst, count: count + 1 });
    }
  }
  return troubles;
}
