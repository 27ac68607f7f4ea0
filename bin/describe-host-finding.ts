import { host } from "../lib/diagnosis/words/en/host.ts";
import type { Words } from "../lib/diagnosis/words/words.ts";
import type { HostFinding } from "../lib/host/finding.ts";

/** A finding of a node's files in one or two sentences. */
export function describeHostFinding({ rule, facts, subjects }: HostFinding): string {
  // Rule and facts of a finding belong together; TypeScript does not follow that through the table.
  const words = host[rule] as Words;
  return words.describe({ facts, subjects, cluster: "", region: null });
}
