import { readFile } from "node:fs/promises";
import { nearest } from "../lib/server/nearest.ts";
import { UsageError, type Verb } from "./verb.ts";
import { verbs } from "./verbs.ts";

/** Runs one command line; yields its exit code. What a verb rejects as bad input or usage is one line on stderr, not a stack. */
export async function main(args: readonly string[], table: Readonly<Record<string, Verb>> = verbs): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    process.stderr.write(overview(table));
    return 2;
  }
  if (name === "--version" || name === "-V") {
    process.stdout.write(`${await version()}\n`);
    return 0;
  }
  if (isHelp(name) || name === "help") {
    const [about] = rest;
    return about === undefined || isHelp(about) ? print(overview(table)) : main([about, "--help"], table);
  }
  const verb = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!verb) return refuse(unknown(name, Object.keys(table)));
  const { help, run } = await verb.load();
  const options = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
  if (options.some(isHelp)) return print(`${help.trim()}\n`);
  try {
    return await run(rest);
  } catch (error) {
    if (isUsageError(error)) return refuse(`${name}: ${error.message}\nSee: trunkscope ${name} --help`);
    throw error;
  }
}

function overview(table: Readonly<Record<string, Verb>>): string {
  const width = Math.max(0, ...Object.keys(table).map((name) => name.length));
  const lines = Object.entries(table).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: trunkscope VERB [OPTIONS]

See, diagnose and replay the trunk and branch ENIs behind EKS security groups for pods.

${lines.join("\n")}

  trunkscope VERB --help   what a verb takes
  trunkscope --version     the version

Exit codes: 0 done, 1 it failed or found something, 2 bad input or usage.
`;
}

function unknown(name: string, names: readonly string[]): string {
  const close = nearest(name, names);
  return `there is no verb "${name}".${close ? ` Did you mean "${close}"?` : ""}\nSee: trunkscope --help`;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function refuse(message: string): number {
  process.stderr.write(`trunkscope: ${message}\n`);
  return 2;
}

function isHelp(word: string): boolean {
  return word === "--help" || word === "-h";
}

/** `parseArgs` of Node tells by its code that an option is unknown or lacks its value. */
function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}

async function version(): Promise<string> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  const { version: found }: { version: string } = JSON.parse(text);
  return found;
}
