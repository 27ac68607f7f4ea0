import { isLoopback } from "./hosts.ts";

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What a schema of single values cannot say. Works on the raw values, so that it speaks also when others are wrong. */
export function crossChecks(raw: unknown): Issue[] {
  return [...exposure(at(raw, "listen")), ...clusterRows(at(raw, "clusters"))];
}

function exposure(listen: unknown): Issue[] {
  const address = at(listen, "address");
  if (typeof address !== "string" || address === "" || isLoopback(address) || at(listen, "allowNonLoopback") === true)
    return [];
  return [
    {
      path: ["listen", "address"],
      message:
        "is not a loopback address, and Trunkscope has no login: everyone who reaches it sees the cluster. " +
        "Where something in front of it decides who may, set listen.allowNonLoopback: true",
    },
  ];
}

function clusterRows(clusters: unknown): Issue[] {
  if (!Array.isArray(clusters)) return [];
  const issues: Issue[] = [];
  const seen = new Set<unknown>();
  clusters.forEach((row, index) => {
    const name = at(row, "name");
    if (name !== undefined && seen.has(name))
      issues.push({ path: ["clusters", index, "name"], message: `repeats ${name}: each cluster needs its own` });
    seen.add(name);
    const other = ["context", "kubeconfig"].find((key) => at(row, key) !== undefined);
    if (at(row, "inCluster") === true && other) {
      issues.push({ path: ["clusters", index, other], message: "and inCluster exclude each other" });
    }
  });
  return issues;
}

function at(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
