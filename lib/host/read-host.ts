import { type Line, lineOf } from "./line.ts";
import type { HostState } from "./observed.ts";
import { emptyDraft } from "./parse/draft.ts";
import { readEniConfig } from "./parse/eni-config.ts";
import { readIfconfig } from "./parse/ifconfig.ts";
import { readInstanceId } from "./parse/instance-id.ts";
import { readIpLink } from "./parse/ip-link.ts";
import { readIpRoute } from "./parse/ip-route.ts";
import { readIpRule } from "./parse/ip-rule.ts";
import { readIptablesSave } from "./parse/iptables-save.ts";
import { readJson } from "./parse/json.ts";
import { hintOf, hintOfFile, promptOf } from "./parse/prompt.ts";
import { type Hint, isBlank, type Kind, type Reader } from "./parse/reader.ts";
import { readSysctl } from "./parse/sysctl.ts";

/** A file or pasted text from a node. */
export interface HostFile {
  readonly name: string;
  readonly text: string;
}

/** A run of lines that was understood. */
export interface Part {
  readonly file: string;
  readonly what: Kind;
  /** First and last line, from 1. */
  readonly from: number;
  readonly to: number;
  /** How many devices, routes, rules, … it gave. */
  readonly count: number;
}

/** What files from one node say, and what in them was not understood. */
export interface HostReading {
  readonly state: HostState;
  readonly parts: readonly Part[];
  /** The first 1,000. */
  readonly notUnderstood: readonly Line[];
  /** How many there are in all. */
  readonly notUnderstoodCount: number;
  /** Files of which only the beginning was read. */
  readonly cut: readonly string[];
}

const most = { characters: 32 * 1024 * 1024, lines: 500_000, notUnderstood: 1_000 } as const;

/** What looking for JSON in a text may cost, in times its length. */
const allowancePerCharacter = 8;

/** Told apart by what a line looks like, in this order. */
const readers: readonly Reader[] = [
  readIpLink,
  readIpRule,
  readIfconfig,
  readIpRoute,
  readSysctl,
  readIptablesSave,
  readJson,
  readEniConfig,
  readInstanceId,
];

/**
 * Reads files and pasted texts of one node: the content decides what each line is, so that outputs may stand in any order in one text, with
 * prompts and prose between. Never throws; takes time and memory in proportion to the text, of which it reads 32 Mi characters and 500,000 lines.
 */
export function readHost(files: readonly HostFile[]): HostReading {
  const draft = emptyDraft();
  const parts: Part[] = [];
  const notUnderstood: Line[] = [];
  const cut: string[] = [];
  let notUnderstoodCount = 0;
  const refuse = (file: string, index: number, text: string) => {
    notUnderstoodCount++;
    if (notUnderstood.length < most.notUnderstood) notUnderstood.push(lineOf(file, index + 1, text));
  };

  for (const { name, text } of files) {
    const { lines, isCut } = linesOf(text);
    if (isCut) cut.push(name);
    const source = { file: name, lines, allowance: { left: 1_000 + text.length * allowancePerCharacter } };
    const fileHint = hintOfFile(name);
    let hint: Hint = fileHint;

    const heed = (line: string, index: number): boolean => {
      const prompt = promptOf(line);
      if (prompt === null) return false;
      hint = { ...fileHint, ...hintOf(prompt.command) };
      if (prompt.hostName !== undefined)
        draft.identities.push({ hostName: prompt.hostName, lines: [lineOf(name, index + 1, line)] });
      return true;
    };

    for (let index = 0; index < lines.length; ) {
      const line = lines[index] ?? "";
      if (isBlank(line) || heed(line, index)) {
        index++;
        continue;
      }
      if (
        hint.table !== undefined &&
        /^(Error: ipv[46]: FIB table does not exist\.|Dump terminated)$/.test(line.trim())
      ) {
        draft.coverage.tables.add(`${hint.family ?? "ipv4"} ${hint.table}`);
        index++;
        continue;
      }
      const taken = readers
        .values()
        .map((read) => read(source, index, draft, hint))
        .find((one) => one !== null);
      if (taken === undefined || taken.end <= index) {
        refuse(name, index, line);
        index++;
        continue;
      }
      const open = new Set(taken.notUnderstood);
      if (taken.trailing !== undefined && !heed(taken.trailing, taken.end - 1)) open.add(taken.end - 1);
      for (const at of open) refuse(name, at, lines[at] ?? "");
      if (taken.what !== null) {
        parts.push({ file: name, what: taken.what, from: index + 1, to: taken.end, count: taken.count });
      }
      index = taken.end;
    }
  }
  return { state: draft, parts, notUnderstood, notUnderstoodCount, cut };
}

/** Colours and the like, as terminals copy them. */
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, "g");

function linesOf(text: string): { readonly lines: readonly string[]; readonly isCut: boolean } {
  const kept = text.slice(0, most.characters).replace(escapes, "");
  const lines = kept.split(/\r?\n/, most.lines + 1);
  const isCut = text.length > most.characters || lines.length > most.lines;
  return { lines: lines.slice(0, most.lines), isCut };
}
