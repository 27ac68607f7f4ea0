import { globTest, surePart } from "../diagnosis/glob.ts";
import { type IpRange, overlap, parseRange } from "./ip-range.ts";
import { macLength, macOf, spellMac } from "./mac.ts";
import type { Operator } from "./operators.ts";
import type { TroubleCode } from "./trouble.ts";

/** What a field holds: texts, or a number; a moment is epoch milliseconds. */
export type Value = string | number;

/** Whether one value is what was asked for, at a moment (epoch milliseconds). */
export type ValueTest = (value: Value, at: number) => boolean;

export type Compiled =
  | {
      readonly test: ValueTest;
      /** Lower case: any text that passes contains it. */
      readonly needle?: string;
      /** The test is whether the value overlaps this. */
      readonly range?: IpRange;
    }
  | { readonly code: TroubleCode; readonly expected?: readonly string[] };

/** What may be typed for each value of a closed set, and which values it stands for. */
export type Choices = Readonly<Record<string, readonly string[]>>;

interface ValueType {
  readonly operators: readonly Operator[];
  /** The test of `:` and the comparisons; `!=` is compiled as `=`, and turned round by whoever asked. */
  readonly compile: (value: string, operator: Operator, choices: Choices) => Compiled;
  /** For the documentation. */
  readonly summary: string;
}

const equality = [":", "=", "!="] as const;
const order = ["<", "<=", ">", ">="] as const;

export const valueTypes = {
  text: {
    operators: equality,
    summary: "`:` finds a part of it, `=` the whole of it, `*` stands for anything",
    compile: (value, operator) => ({
      test: textTest(value, operator) as ValueTest,
      needle: surePart(value.toLowerCase()),
    }),
  },
  choice: {
    operators: equality,
    summary: "one of a few values; its beginning is enough",
    compile: (value, operator, choices) => {
      const wanted = chosen(value, operator, choices);
      if (wanted.length === 0) return { code: "not-a-choice", expected: Object.keys(choices) };
      return { test: (known) => wanted.includes(known as string) };
    },
  },
  rank: {
    operators: [...equality, ...order],
    summary: "one of a few values in order, from the least",
    compile: (value, operator, choices) => {
      const ranks = Object.keys(choices);
      const wanted = ranks.findIndex((rank) => rank.startsWith(value.toLowerCase()));
      if (wanted < 0) return { code: "not-a-choice", expected: ranks };
      const compare = comparisons[operator];
      return { test: (known) => compare(ranks.indexOf(known as string), wanted) };
    },
  },
  number: {
    operators: [...equality, ...order],
    summary: "a number",
    compile: (value, operator) => {
      if (!/^-?\d{1,15}(\.\d{1,15})?$/.test(value)) return { code: "not-a-number" };
      const wanted = Number(value);
      const compare = comparisons[operator];
      return { test: (known) => compare(known as number, wanted) };
    },
  },
  moment: {
    operators: order,
    summary: "how long ago: `90s`, `10m`, `2h30m`, `7d`, `1w`",
    compile: (value, operator) => {
      const wanted = parseDuration(value);
      if (wanted === null) return { code: "not-a-duration" };
      const compare = comparisons[operator];
      return { test: (known, at) => compare(at - (known as number), wanted) };
    },
  },
  address: {
    operators: equality,
    summary:
      "an IP address, its beginning, or a CIDR block, IPv4 or IPv6; it also finds who holds a block around the address",
    compile: (value) => {
      const range = parseRange(value);
      if (range !== null) return { test: overlapTest(range), range };
      if (value.includes("/")) return { code: "not-a-cidr" };
      if (!/^[0-9a-f.:*]+$/i.test(value) || value.split(".").length > 4 || /^(\d+\.){3}\d+$/.test(value)) {
        return { code: "not-an-address" };
      }
      const wanted = value.toLowerCase();
      const test = globTest(wanted.includes("*") ? wanted : `${wanted}*`);
      return { test: (known) => test((known as string).toLowerCase()), needle: surePart(wanted) };
    },
  },
  mac: {
    operators: equality,
    summary: "a MAC address or a part of one, in any spelling",
    compile: (value, operator) => {
      const wanted = spellMac(value);
      if (wanted === null) return { code: "not-a-mac" };
      if (operator !== ":" || wanted.length === macLength)
        return { test: (known) => macOf(known as string) === wanted, needle: wanted };
      return { test: (known) => macOf(known as string).includes(wanted), needle: wanted };
    },
  },
} satisfies Record<string, ValueType>;

export type ValueTypeName = keyof typeof valueTypes;

/** The test of a comparison; `*` alone asks only whether there is a value. */
export function compileValue(type: ValueTypeName, operator: Operator, value: string, choices: Choices = {}): Compiled {
  const known: ValueType = valueTypes[type];
  if (value === "*" && equality.includes(operator as ":")) return { test: () => true };
  if (!known.operators.includes(operator)) return { code: "wrong-operator", expected: known.operators };
  return known.compile(value, operator, choices);
}

const comparisons: Readonly<Record<Operator, (known: number, wanted: number) => boolean>> = {
  ":": (known, wanted) => known === wanted,
  "=": (known, wanted) => known === wanted,
  "!=": (known, wanted) => known === wanted,
  "<": (known, wanted) => known < wanted,
  "<=": (known, wanted) => known <= wanted,
  ">": (known, wanted) => known > wanted,
  ">=": (known, wanted) => known >= wanted,
};

function textTest(value: string, operator: Operator): (known: string) => boolean {
  const wanted = value.toLowerCase();
  if (wanted.includes("*") || operator !== ":") {
    const test = globTest(wanted);
    return (known) => test(known.toLowerCase());
  }
  return (known) => known.toLowerCase().includes(wanted);
}

function chosen(value: string, operator: Operator, choices: Choices): readonly string[] {
  const wanted = value.toLowerCase();
  const isWanted = (choice: string) => {
    const known = choice.toLowerCase();
    return operator === ":" ? known.startsWith(wanted) : known === wanted;
  };
  const exact = Object.entries(choices).find(([choice]) => choice.toLowerCase() === wanted);
  return exact?.[1] ?? Object.entries(choices).flatMap(([choice, values]) => (isWanted(choice) ? values : []));
}

function overlapTest(wanted: IpRange): ValueTest {
  return (known) => {
    const range = parseRange(known as string);
    return range !== null && overlap(range, wanted);
  };
}

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** Milliseconds of `2h30m`; `null` when it is no duration. */
function parseDuration(text: string): number | null {
  if (!/^(\d{1,9}[smhdw])+$/i.test(text)) return null;
  const parts = text.toLowerCase().match(/\d+[smhdw]/g) ?? [];
  return parts.reduce((sum, part) => sum + Number(part.slice(0, -1)) * (seconds[part.slice(-1)] as number) * 1_000, 0);
}
