import type { Failure } from "../../recording/observation.ts";
import { listIn, objectIn, objectsIn, textIn } from "./fields.ts";
import { type ClusterAccess, type Environment, loadKubeConfig } from "./kubeconfig.ts";

/** What a kubeconfig context says about its cluster, so that EKS clusters need no configuration of their own. Missing = it does not say. */
export interface ContextFacts {
  readonly context: string;
  readonly server: string;
  /** The name in EKS: from the cluster's ARN, or from the arguments of `aws eks get-token`. */
  readonly eksName?: string;
  readonly region?: string;
  /** The AWS profile that its credential plugin is told to use. */
  readonly profile?: string;
}

/** Reads the kubeconfig without asking the cluster anything. */
export function contextFacts(
  access: ClusterAccess,
  environment: Environment,
): ContextFacts | { readonly failure: Failure } {
  const loaded = loadKubeConfig(access, environment);
  if ("failure" in loaded) return loaded;
  const { config } = loaded;
  const cluster = config.getCurrentCluster();
  const server = cluster?.server ?? "";
  const arn = /^arn:aws[a-z-]*:eks:([a-z0-9-]+):\d+:cluster\/(.+)$/.exec(cluster?.name ?? "");
  const exec = objectIn(config.getCurrentUser()?.exec);
  const args = listIn(exec["args"]).map(String);
  const variables = new Map(objectsIn(exec["env"]).map(({ name, value }) => [name, textIn(value)]));
  const eksName = arn?.[2] ?? argumentOf(args, "--cluster-name", "--cluster-id", "-i");
  const region =
    arn?.[1] ??
    argumentOf(args, "--region") ??
    variables.get("AWS_REGION") ??
    /\.([a-z]{2}(?:-[a-z]+)+-\d)\.eks\.amazonaws\.com/.exec(server)?.[1];
  const profile = argumentOf(args, "--profile") ?? variables.get("AWS_PROFILE");
  return {
    context: config.getCurrentContext(),
    server,
    ...(eksName !== undefined && { eksName }),
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
  };
}

function argumentOf(args: readonly string[], ...flags: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries()) {
    const [flag = "", value] = arg.split("=", 2);
    if (flags.includes(flag)) return value ?? args[index + 1];
  }
  return undefined;
}
