/** The folders, what each may import besides itself, and why. The architecture check and the README's picture are made from this table. */
export const layers: readonly Layer[] = [
  {
    folder: "lib/recording",
    kind: "pure",
    mayImport: [],
    reason: "A recording stands alone: whatever reads one needs nothing else.",
  },
  {
    folder: "lib/topology",
    kind: "pure",
    mayImport: ["lib/recording"],
    reason: "The topology is computed from an observation and from nothing else.",
  },
  {
    folder: "lib/reachability",
    kind: "pure",
    mayImport: ["lib/recording", "lib/topology"],
    reason: "What a security group lets through follows from the topology alone.",
  },
  {
    folder: "lib/host",
    kind: "pure",
    mayImport: ["lib/recording", "lib/topology"],
    reason: "What a node's links and routes should be follows from the topology alone.",
  },
  {
    folder: "lib/capacity",
    kind: "pure",
    mayImport: ["lib/recording", "lib/topology"],
    reason: "Slots and forecasts are counted on the topology alone.",
  },
  {
    folder: "lib/diagnosis",
    kind: "pure",
    mayImport: ["lib/recording", "lib/topology", "lib/reachability", "lib/host", "lib/capacity"],
    reason: "Rules judge topologies over time; they do not know who shows the findings.",
  },
  {
    folder: "lib/query",
    kind: "pure",
    mayImport: ["lib/recording", "lib/topology", "lib/diagnosis"],
    reason: "A search matches resources and findings; it does not know how they travel or are drawn.",
  },
  {
    folder: "lib/snapshot",
    kind: "pure",
    mayImport: ["lib/recording", "lib/topology", "lib/diagnosis", "lib/capacity", "lib/query"],
    reason: "The contract with the browser is taken from results, never from a source.",
  },
  {
    folder: "lib/table",
    kind: "pure",
    mayImport: ["lib/recording", "lib/topology"],
    reason: "A table lists resources by their fields; what is left out and how it is drawn is said by others.",
  },
  {
    folder: "lib/life",
    kind: "pure",
    mayImport: ["lib/recording", "lib/topology", "lib/diagnosis", "lib/host"],
    reason: "The life of a Pod, node or ENI is read from a recording and what was concluded from it.",
  },
  {
    folder: "lib/diagram",
    kind: "pure",
    mayImport: ["lib/recording", "lib/topology", "lib/diagnosis", "lib/snapshot", "lib/query", "lib/table"],
    reason: "A diagram is laid out from a snapshot alone.",
  },
  {
    folder: "lib/export",
    kind: "pure",
    mayImport: ["lib/recording", "lib/topology", "lib/diagnosis", "lib/snapshot", "lib/query", "lib/table"],
    reason: "An export is written from a snapshot alone.",
  },
  {
    folder: "lib/simulator",
    kind: "pure",
    mayImport: ["lib/recording", "lib/topology"],
    reason: "The simulator yields observations; what is made of them is not its business.",
  },
  {
    folder: "lib/sources",
    kind: "io",
    mayImport: ["lib/recording"],
    reason: "A source yields what it saw; it draws no conclusions.",
  },
  {
    folder: "lib/collector",
    kind: "io",
    mayImport: ["lib/recording", "lib/sources"],
    reason: "The collector grows a recording; it does not know what is read from it.",
  },
  {
    folder: "lib/history",
    kind: "io",
    mayImport: ["lib/recording"],
    reason: "The store keeps changes; it does not know what they mean.",
  },
  {
    folder: "lib/server",
    kind: "io",
    mayImport: [
      "lib/recording",
      "lib/topology",
      "lib/reachability",
      "lib/host",
      "lib/diagnosis",
      "lib/life",
      "lib/snapshot",
      "lib/diagram",
      "lib/sources",
      "lib/collector",
      "lib/history",
      "lib/simulator",
      "lib/query",
      "lib/table",
      "lib/export",
    ],
    reason: "The server puts the parts together: a worker per cluster computes, the main thread passes snapshots on.",
  },
  {
    folder: "components",
    kind: "react",
    mayImport: [
      "lib/recording",
      "lib/topology",
      "lib/reachability",
      "lib/host",
      "lib/capacity",
      "lib/diagnosis",
      "lib/life",
      "lib/query",
      "lib/table",
      "lib/snapshot",
      "lib/diagram",
      "lib/export",
      "lib/simulator",
    ],
    reason: "Components draw what pure code computed; they reach no server and no cluster.",
  },
  { folder: "app", kind: "entry", mayImport: "anything", reason: "Routes parse, authorise, call and answer." },
  { folder: "bin", kind: "entry", mayImport: "anything", reason: "The command line runs the same engine as the page." },
];

/** npm packages that pure folders may use: they do no I/O and run in the browser too. */
export const pureLibraries: readonly string[] = ["zod", "ipaddr.js"];

/** npm scopes that reach a cluster or an account; only `lib/sources` may import them. */
export const clientScopes: readonly string[] = ["@aws-sdk", "@kubernetes", "@smithy"];

export type Layer = {
  readonly folder: string;
  readonly kind: "pure" | "io" | "react" | "entry";
  readonly mayImport: readonly string[] | "anything";
  readonly reason: string;
};
