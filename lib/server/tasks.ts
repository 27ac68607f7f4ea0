import { loadKubeConfig } from "../sources/kubernetes/kubeconfig.ts";
import { type ClusterConfig, type Config, ignoresOf } from "./config.ts";
import type { Environment } from "./load-config.ts";
import type { Task } from "./protocol.ts";

export type FoundTasks =
  | { readonly ok: true; readonly tasks: readonly Task[] }
  | { readonly ok: false; readonly message: string };

const demoPastMs = 30 * 60_000;

/** The demo: a simulated cluster that has lived for half an hour, one of so many nodes if wanted, and nothing of yours. */
export function demoTasks(now: number, nodes: number | null = null): Task[] {
  const living: Task = { kind: "simulated", name: "living", scenario: "living", startedAt: now - demoPastMs };
  if (nodes === null) return [living];
  return [living, { kind: "simulated", name: `scaled-${nodes}`, scenario: "scaled", startedAt: now, nodes }];
}

/** The clusters to watch: those of the configuration; without any, the one of the current kubeconfig context. */
export function liveTasks(config: Config, environment: Environment): FoundTasks {
  const { intervals, history, dataDirectory } = config;
  const taskOf = (cluster: ClusterConfig): Task => ({
    kind: "live",
    name: cluster.name,
    cluster,
    intervals,
    history,
    dataDirectory,
    ignore: ignoresOf(config),
  });
  if (config.clusters.length > 0) return { ok: true, tasks: config.clusters.map(taskOf) };
  const loaded = loadKubeConfig({}, environment);
  if ("failure" in loaded) return { ok: false, message: loaded.failure.message };
  const context = loaded.config.getCurrentContext();
  const named = [loaded.config.getContextObject(context)?.cluster, context].filter((name) => name !== undefined);
  if (context === "inClusterContext" || named.length === 0) {
    return {
      ok: false,
      message:
        "Trunkscope runs inside the cluster, which does not know its own name. Name it under clusters in trunkscope.yaml.",
    };
  }
  return { ok: true, tasks: [taskOf(clusterOf(named))] };
}

/** EKS names contexts by ARN (aws eks update-kubeconfig), eksctl by `user@NAME.REGION.eksctl.io`. */
const namings = [
  /^arn:aws[a-z-]*:eks:(?<region>[a-z0-9-]+):\d{12}:cluster\/(?<name>[A-Za-z0-9][A-Za-z0-9_-]*)$/,
  /^(?:.*@)?(?<name>[A-Za-z0-9][A-Za-z0-9_-]*)\.(?<region>[a-z]{2}(?:-[a-z]+)+-\d)\.eksctl\.io$/,
];

/** A cluster from the names that its kubeconfig gives it, most telling first. */
export function clusterOf(names: readonly string[]): ClusterConfig {
  for (const text of names) {
    for (const naming of namings) {
      const { name, region } = naming.exec(text)?.groups ?? {};
      if (name !== undefined && region !== undefined) return { name: addressable(name), region, eksName: name };
    }
  }
  const [first = "cluster"] = names;
  return { name: addressable(first), eksName: first };
}

/** As it may stand in an address. */
function addressable(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 63);
  return plain === "" ? "cluster" : plain;
}
