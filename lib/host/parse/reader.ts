import type { Family } from "../address.ts";
import { type Line, lineOf } from "../line.ts";
import type { Evidence } from "../observed.ts";
import type { Draft } from "./draft.ts";
import type { Allowance } from "./json-document.ts";

/** A text by lines. */
export interface Source {
  readonly file: string;
  readonly lines: readonly string[];
  /** What looking for JSON may still cost. */
  readonly allowance: Allowance;
}

/** What is known of the command that printed the lines at hand: from a prompt above them, or from the file's name. */
export interface Hint {
  readonly family?: Family;
  /** The one routing table that was asked for. */
  readonly table?: string;
  /** The path of ipamd's introspection, or the name of a file, without what is before the last slash. */
  readonly file?: string;
}

/** A run of lines that one reader understood. */
export interface Taken {
  /** The first line after it. */
  readonly end: number;
  /** `null`: it hangs together, and is nothing that is known. */
  readonly what: Kind | null;
  /** How many facts it gave: devices, routes, rules, … */
  readonly count: number;
  /** Lines within it that say something else. */
  readonly notUnderstood: readonly number[];
  /** What stands behind it on its last line: a prompt, as after a command that ends without a new line. */
  readonly trailing?: string;
}

/** Understands one kind of output. `null`: what begins at this line is not of that kind. */
export type Reader = (source: Source, start: number, draft: Draft, hint: Hint) => Taken | null;

export const kinds = [
  "ip-link",
  "ip-route",
  "ip-rule",
  "ifconfig",
  "sysctl",
  "iptables-save",
  "cni-conflist",
  "ipamd-enis",
  "ipamd-settings",
  "ipamd-eni-config",
  "ipamd-paths",
  "ipam-allocations",
  "instance-id",
] as const;
export type Kind = (typeof kinds)[number];

/** Lines of a source as evidence, by their index. */
export function evidenceOf(source: Source, ...indexes: readonly [number, ...number[]]): Evidence {
  const [first, ...others] = indexes;
  return [lineAt(source, first), ...others.map((index) => lineAt(source, index))];
}

function lineAt({ file, lines }: Source, index: number): Line {
  return lineOf(file, index + 1, lines[index] ?? "");
}

export function isBlank(line: string): boolean {
  return line.trim() === "";
}

export function isIndented(line: string): boolean {
  return /^\s+\S/.test(line);
}

/** The words of a line. */
export function wordsOf(line: string): string[] {
  const trimmed = line.trim();
  return trimmed === "" ? [] : trimmed.split(/\s+/);
}
