import { readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { Config } from "./config.ts";
import { type Mistake, type Override, parseConfig } from "./parse-config.ts";

export type LoadedConfig =
  | { readonly ok: true; readonly config: Config; readonly file: string | null }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

export type Environment = Readonly<Record<string, string | undefined>>;

const usualFile = "trunkscope.yaml";
const maxBytes = 1_000_000;

const asNumber = (text: string): unknown => (text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text));
const asFlag = (text: string): unknown =>
  ({ true: true, "1": true, false: false, "0": false })[text.toLowerCase()] ?? text;
const asList = (text: string): unknown =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
const asText = (text: string): unknown => text;

/** Every variable Trunkscope reads, beside those of AWS and kubeconfig, and the setting it stands for. */
export const variables = {
  TRUNKSCOPE_ADDRESS: { path: ["listen", "address"], read: asText },
  TRUNKSCOPE_PORT: { path: ["listen", "port"], read: asNumber },
  TRUNKSCOPE_ALLOWED_HOSTS: { path: ["listen", "allowedHosts"], read: asList },
  TRUNKSCOPE_ALLOW_NON_LOOPBACK: { path: ["listen", "allowNonLoopback"], read: asFlag },
  TRUNKSCOPE_DATA_DIRECTORY: { path: ["dataDirectory"], read: asText },
  TRUNKSCOPE_MEMORY_ONLY: { path: ["history", "memoryOnly"], read: asFlag },
  TRUNKSCOPE_RECORDINGS: { path: ["recordings"], read: asText },
} as const satisfies Record<string, { path: readonly string[]; read: (text: string) => unknown }>;

interface Given {
  readonly environment: Environment;
  readonly directory: string;
  /** `--config`. */
  readonly file?: string | undefined;
  /** From flags: they win over variables, which win over the file. */
  readonly flags: readonly Override[];
}

/** Reads the file (`--config`, TRUNKSCOPE_CONFIG, or `trunkscope.yaml` where the process was started, if there is one) and the environment. */
export function loadConfig({ environment, directory, file, flags }: Given): LoadedConfig {
  const asked = file ?? (environment.TRUNKSCOPE_CONFIG || undefined);
  const path = resolve(directory, asked ?? usualFile);
  const read = readText(path);
  const missing = !read.ok && read.code === "ENOENT" && asked === undefined;
  if (!read.ok && !missing) {
    return {
      ok: false,
      mistakes: [{ where: file ? "--config" : asked ? "TRUNKSCOPE_CONFIG" : usualFile, message: read.message }],
    };
  }
  const overrides = [...flags, ...fromEnvironment(environment, flags)];
  const parsed = parseConfig(read.ok ? read.text : "", basename(path), overrides);
  if (!parsed.ok) return parsed;
  // Paths in the file are relative to it, as its reader expects.
  const base = read.ok ? dirname(path) : directory;
  return { ok: true, file: read.ok ? path : null, config: withPaths(parsed.config, base, directory, overrides) };
}

function fromEnvironment(environment: Environment, flags: readonly Override[]): Override[] {
  return Object.entries(variables).flatMap(([from, { path, read }]) => {
    const text = environment[from];
    const isFlagged = flags.some((flag) => flag.path.join(".") === path.join("."));
    return text === undefined || text === "" || isFlagged ? [] : [{ from, path, value: read(text) }];
  });
}

function withPaths(config: Config, base: string, directory: string, overrides: readonly Override[]): Config {
  const from = (key: string) => (overrides.some(({ path }) => path[0] === key) ? directory : base);
  return {
    ...config,
    dataDirectory: resolve(from("dataDirectory"), config.dataDirectory),
    ...(config.recordings === undefined ? {} : { recordings: resolve(from("recordings"), config.recordings) }),
    clusters: config.clusters.map((cluster) =>
      cluster.kubeconfig === undefined ? cluster : { ...cluster, kubeconfig: resolve(base, cluster.kubeconfig) },
    ),
  };
}

type ReadText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: string; readonly message: string };

function readText(path: string): ReadText {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > maxBytes)
      return {
        ok: false,
        code: "EFBIG",
        message: `${basename(path)} is larger than 1 MB: this is not a configuration`,
      };
    return { ok: true, text: bytes.toString("utf8") };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "EIO";
    const reason =
      { ENOENT: "there is no such file", EACCES: "may not be read", EISDIR: "is a directory" }[code] ?? code;
    return { ok: false, code, message: `${path}: ${reason}` };
  }
}
