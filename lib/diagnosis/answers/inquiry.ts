import type { Finding, Undecided } from "../finding.ts";
import type { Host } from "../host.ts";
import type { Watch } from "../watch.ts";
import type { World } from "../world.ts";

/** One moment, and what is known to be wrong in it: all that an answer is made of. */
export interface Inquiry {
  readonly world: World;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly findings: ReadonlyMap<string, Finding>;
  readonly undecided: readonly Undecided[];
}

/** What a watched cluster can be asked now. Ask at once: the next change makes it a mixture of moments. */
export function inquire({ topology, diagnosis }: Watch): Inquiry {
  return {
    world: diagnosis.look(topology),
    hosts: diagnosis.hosts,
    findings: diagnosis.findings,
    undecided: diagnosis.undecided,
  };
}
