/** A line as it was given. */
export interface Line {
  /** Name of the file, or what the reader calls a pasted text. */
  readonly file: string;
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** Longer lines are shown cut. */
const longest = 400;

/** A line that is fit to be shown: cut where it is long. */
export function lineOf(file: string, number: number, text: string): Line {
  return { file, number, text: text.length > longest ? `${text.slice(0, longest)}…` : text };
}
