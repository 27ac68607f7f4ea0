import type { Verb } from "./verb.ts";

/**
 * The verbs of the command line. A new verb is a file `bin/verbs/NAME.ts` that exports `help` and `run` (see `LoadedVerb`) and
 * a line here; it is loaded only when it is called, so that the others stay quick:
 *
 *     import: { summary: "make a recording from plain AWS and kubectl dumps", load: () => import("./verbs/import.ts") },
 */
export const verbs: Readonly<Record<string, Verb>> = {
  check: { summary: "say what is wrong, since when and what to do", load: () => import("./verbs/check.ts") },
  export: {
    summary: "write one moment as JSON, CSV, SVG, draw.io, Mermaid or a report",
    load: () => import("./verbs/export.ts"),
  },
  host: { summary: "read what a node shows of itself, and compare it", load: () => import("./verbs/host.ts") },
  import: { summary: "make a recording from plain AWS and kubectl dumps", load: () => import("./verbs/import.ts") },
  leaks: { summary: "list what no Pod owns, and whether it may be deleted", load: () => import("./verbs/leaks.ts") },
  life: { summary: "tell the life of a Pod, node or ENI step by step", load: () => import("./verbs/life.ts") },
  path: { summary: "follow one Pod through its node to its branch", load: () => import("./verbs/path.ts") },
  permissions: {
    summary: "print the IAM policy or the Kubernetes roles that watching takes",
    load: () => import("./verbs/permissions.ts"),
  },
  serve: { summary: "watch clusters and serve the page and its API", load: () => import("./verbs/serve.ts") },
  settings: {
    summary: "say which settings of aws-node bite, and whom",
    load: () => import("./verbs/settings.ts"),
  },
  snapshot: { summary: "print a recording's snapshot at one moment", load: () => import("./verbs/snapshot.ts") },
  who: { summary: "name who holds a security group or subnet", load: () => import("./verbs/who.ts") },
  why: { summary: "say why a Pod, policy or node is as it is", load: () => import("./verbs/why.ts") },
};
