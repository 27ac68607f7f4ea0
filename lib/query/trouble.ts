/** Why a text is no query, and where: `length` characters from `at` on. */
export interface Trouble {
  readonly at: number;
  readonly length: number;
  readonly code: TroubleCode;
  /** The part of the text that is meant. */
  readonly about: string;
  /** In English; `code`, `about` and `expected` say the same to a catalogue of another language. */
  readonly message: string;
  /** What could stand there instead, the likeliest first. */
  readonly expected?: readonly string[];
}

export type TroubleCode = keyof typeof messages;

const messages = {
  "too-long": () => `A search has at most ${limits.characters} characters.`,
  "too-many-terms": () => `A search has at most ${limits.terms} words and comparisons.`,
  "unclosed-quote": () => "This quote is never closed.",
  "unclosed-parenthesis": () => "This parenthesis is never closed.",
  "unopened-parenthesis": () => "This parenthesis was never opened.",
  "empty-parentheses": () => "There is nothing between these parentheses.",
  "empty-quotes": () => "There is nothing between these quotes.",
  "missing-term": (about: string) => `${about} needs a word or a comparison after it.`,
  "missing-left": (about: string) => `${about} needs a word or a comparison before it.`,
  "unknown-field": (about: string) => `There is no field "${about}". Put it in quotes to search for the text.`,
  "missing-value": (about: string) => `${about} needs a value.`,
  "wrong-operator": (about: string) => `${about} cannot be used with this field.`,
  "not-a-number": (about: string) => `"${about}" is not a number.`,
  "not-a-duration": (about: string) => `"${about}" is not a duration, such as 90s, 10m, 2h30m or 7d.`,
  "not-an-address": (about: string) => `"${about}" is not an IP address or a part of one.`,
  "not-a-cidr": (about: string) => `"${about}" is not a CIDR block, such as 192.168.0.0/19.`,
  "not-a-mac": (about: string) => `"${about}" is not a MAC address or a part of one.`,
  "not-a-choice": (about: string) => `"${about}" is none of the values of this field.`,
} satisfies Record<string, (about: string) => string>;

/** What keeps any search short. */
export const limits = { characters: 1_000, terms: 50 } as const;

export function trouble(
  code: TroubleCode,
  { at, length, about = "" }: { readonly at: number; readonly length: number; readonly about?: string },
  expected?: readonly string[],
): Trouble {
  return { at, length, code, about, message: messages[code](about), ...(expected?.length ? { expected } : {}) };
}
