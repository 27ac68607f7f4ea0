import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { KubeConfig, loadYaml, type User } from "@kubernetes/client-node";
import type { Failure } from "../../recording/observation.ts";
import { type Json, objectIn, objectsIn, textIn } from "./fields.ts";

/** How to get at a cluster: a context of a kubeconfig, or the account of the pod this runs in. */
export interface ClusterAccess {
  /** One path, or several joined as in KUBECONFIG. Missing: KUBECONFIG, then ~/.kube/config, then the pod's own account. */
  readonly kubeconfig?: string;
  /** Missing: the kubeconfig's current context. */
  readonly context?: string;
  readonly inCluster?: boolean;
}

/** The environment that access depends on, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type Loaded = { readonly config: KubeConfig } | { readonly failure: Failure };

const tokenPath = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/** The kubeconfig with the wanted context made current; a failure says what is wrong with it. Reads files each time it is called. */
export function loadKubeConfig(access: ClusterAccess, environment: Environment): Loaded {
  if (access.inCluster) return loadInCluster(environment);
  const home = join(environment["HOME"] ?? homedir(), ".kube", "config");
  const named = access.kubeconfig ?? environment["KUBECONFIG"];
  const files = named ? named.split(delimiter).filter(Boolean) : existsSync(home) ? [home] : [];
  if (files.length === 0) {
    if (existsSync(tokenPath)) return loadInCluster(environment);
    return failed("NoKubeconfig", `There is no kubeconfig: neither KUBECONFIG nor ${join("~", ".kube", "config")}.`);
  }
  const config = new KubeConfig();
  const present = files.filter(existsSync);
  if (present.length === 0) return failed("NoKubeconfig", `The kubeconfig ${files.join(", ")} does not exist.`);
  for (const file of present) {
    try {
      addFile(config, file);
    } catch (error) {
      return failed("BadKubeconfig", `The kubeconfig ${file} cannot be used: ${firstLine(error)}.`);
    }
  }
  return withContext(config, access.context ?? config.currentContext);
}

function withContext(config: KubeConfig, name: string | undefined): Loaded {
  if (!name) return failed("BadKubeconfig", "The kubeconfig has no current context. Name one.");
  config.setCurrentContext(name);
  const context = config.getContextObject(name);
  if (!context) {
    const known = config.contexts.map((entry) => entry.name).join(", ") || "none";
    return failed("BadKubeconfig", `The kubeconfig has no context "${name}". It has: ${known}.`);
  }
  const server = config.getCurrentCluster()?.server;
  if (server === undefined)
    return failed("BadKubeconfig", `Context "${name}" names cluster "${context.cluster}", which the kubeconfig lacks.`);
  if (!URL.canParse(server) || !/^https?:/.test(server)) {
    return failed("BadKubeconfig", `The server of cluster "${context.cluster}" is no http or https address.`);
  }
  return { config };
}

function loadInCluster(environment: Environment): Loaded {
  if (!environment["KUBERNETES_SERVICE_HOST"] || !environment["KUBERNETES_SERVICE_PORT"]) {
    return failed(
      "NotInCluster",
      "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: this does not run in a pod.",
    );
  }
  const config = new KubeConfig();
  config.loadFromCluster();
  return { config };
}

/** Adds what a file has and earlier ones lack: as with kubectl, the first to name a thing wins. */
function addFile(config: KubeConfig, file: string): void {
  const text = readFileSync(file, "utf8");
  const directory = dirname(resolve(file));
  const loaded = new KubeConfig();
  loaded.loadFromString(text, { onInvalidEntry: "filter" });
  loaded.makePathsAbsolute(directory);
  const raw = objectIn(loadYaml<unknown>(text));
  const users = new Map(objectsIn(raw["users"]).map((entry) => [entry["name"], objectIn(entry["user"])]));
  config.clusters = merged(config.clusters, loaded.clusters);
  config.contexts = merged(config.contexts, loaded.contexts);
  config.users = merged(
    config.users,
    loaded.users.map((user) => completed(user, users.get(user.name) ?? {}, directory)),
  );
  config.currentContext ||= loaded.currentContext;
}

function merged<T extends { readonly name: string }>(known: readonly T[], added: readonly T[]): T[] {
  const names = new Set(known.map(({ name }) => name));
  return [...known, ...added.filter(({ name }) => !names.has(name))];
}

/** What the client library leaves out of a user: `tokenFile`, plugins named relative to the file, and what a plugin is told. */
function completed(user: User, raw: Json, directory: string): User {
  const tokenFile = textIn(raw["tokenFile"]);
  if (tokenFile !== undefined && !user.token) {
    const path = isAbsolute(tokenFile) ? tokenFile : join(directory, tokenFile);
    return { ...user, authProvider: { name: "tokenFile", config: { tokenFile: path } } };
  }
  const exec = objectIn(raw["exec"]);
  const command = textIn(exec["command"]);
  if (command === undefined) return user;
  const isRelative = command.includes("/") && !isAbsolute(command);
  const told = { apiVersion: exec["apiVersion"], kind: "ExecCredential", spec: { interactive: false } };
  return {
    ...user,
    exec: {
      ...exec,
      command: isRelative ? join(directory, command) : command,
      env: [{ name: "KUBERNETES_EXEC_INFO", value: JSON.stringify(told) }, ...objectsIn(exec["env"])],
    },
  };
}

function failed(code: string, message: string): Loaded {
  return { failure: { code, message } };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]?.slice(0, 300) ?? "";
}
