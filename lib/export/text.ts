/** Text of foreign origin made safe to look at: controls, characters that turn the direction of reading, and halves of characters are shown by number. */
export function visible(text: string): string {
  return text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** At most `most` characters: the middle goes, because the ends tell names apart. */
export function shorten(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const tail = Math.floor((most - 1) / 2);
  return `${characters.slice(0, most - 1 - tail).join("")}…${tail > 0 ? characters.slice(-tail).join("") : ""}`;
}

/** Epoch milliseconds as ISO 8601; the bare number when no calendar reaches it. */
export function isoOf(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString();
}

/** `12 s`, `4 min`, `3 h`, `2 d`. */
export function durationOf(seconds: number): string {
  for (const [unit, size] of units) if (seconds >= 2 * size) return `${Math.floor(seconds / size)} ${unit}`;
  return `${seconds} s`;
}

const units = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
] as const;

/** `1 pod`, `3 pods`, `2 branches`. */
export function countOf(count: number, one: string): string {
  return `${grouped(count)} ${count === 1 ? one : pluralOf(one)}`;
}

function pluralOf(one: string): string {
  if (/(s|x|ch|sh)$/.test(one)) return `${one}es`;
  return one.endsWith("y") ? `${one.slice(0, -1)}ies` : `${one}s`;
}

/** `100,000`, whatever the locale. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}
