import type { Pod } from "../topology/resources.ts";
import type { Paint, Slot } from "./picture.ts";
import { shorten, visible } from "./text.ts";
import { attributes, escapeXml } from "./xml.ts";

type PaintOf = (groupId: string) => Paint;

interface TextOptions {
  readonly class?: string;
  /** Characters there is room for; the middle goes, and a tooltip keeps the whole. */
  readonly most?: number;
}

export function textAt(x: number, y: number, text: string, { class: name, most }: TextOptions = {}): string {
  const whole = visible(text);
  const fitting = most === undefined ? whole : shorten(whole, most);
  const tooltip = fitting === whole ? "" : `<title>${escapeXml(whole)}</title>`;
  return `<text${attributes({ x, y, class: name })}>${escapeXml(fitting)}${tooltip}</text>`;
}

export function rect(x: number, y: number, width: number, height: number, name: string, rx?: number): string {
  return `<rect${attributes({ x, y, width, height, rx, class: name })}/>`;
}

function patterned(x: number, y: number, width: number, height: number, pattern: string, rx?: number): string {
  return `<rect${attributes({ x, y, width, height, rx, fill: `url(#${pattern})` })}/>`;
}

/** Something that does not match the filter steps back. */
export function dimmed(dim: boolean, parts: string): string {
  return dim ? `<g class="dim">${parts}</g>` : parts;
}

/** A set of security groups as a stack of bars: equal sets look equal. */
export function bars(x: number, y: number, groupIds: readonly string[], paintOf: PaintOf): string {
  return sorted(groupIds)
    .slice(0, 5)
    .map((id, index) => painted(x + index * 5, y, 4, 12, paintOf(id)))
    .join("");
}

/** A slot as a cell of so many units: state by shape, security groups by colour. */
export function slotMark(slot: Slot, x: number, y: number, size: number, paintOf: PaintOf): string {
  const { state, branch } = slot;
  const radius = size > 12 ? 5 : 2;
  if (state === "used") return filled(branch?.groupIds ?? [], x, y, size, radius, paintOf);
  if (state === "orphan") {
    const half = size / 2;
    return `<path class="orphan hollow" d="M${x + half} ${y}l${half} ${half}l${-half} ${half}l${-half} ${-half}z"/>`;
  }
  const outline = rect(
    x + 0.75,
    y + 0.75,
    size - 1.5,
    size - 1.5,
    `${state} hollow${dashes.has(state) ? " dashed" : ""}`,
    radius,
  );
  if (state === "cooling") return outline + patterned(x + 2, y + 2, size - 4, size - 4, "hatch", 1);
  if (state !== "requested" && state !== "allocating") return outline;
  return `${outline}<circle${attributes({ cx: x + size / 2, cy: y + size / 2, r: size / 6, class: "accent" })}/>`;
}

const dashes: ReadonlySet<Slot["state"]> = new Set(["unowned", "allocating"]);

function filled(
  groupIds: readonly string[],
  x: number,
  y: number,
  size: number,
  radius: number,
  paintOf: PaintOf,
): string {
  const ids = sorted(groupIds);
  const [only] = ids;
  if (only === undefined) return rect(x, y, size, size, "used", radius);
  if (ids.length === 1) return painted(x, y, size, size, paintOf(only), radius);
  const height = size / ids.length;
  return ids.map((id, index) => painted(x, y + index * height, size, height, paintOf(id))).join("");
}

export function painted(
  x: number,
  y: number,
  width: number,
  height: number,
  { hue, pattern }: Paint,
  radius?: number,
): string {
  const colour = rect(x, y, width, height, `h${hue}`, radius);
  if (pattern === "solid") return colour;
  return colour + patterned(x, y, width, height, pattern, radius);
}

/** Patterns that the marks refer to, once per drawing. */
export const patterns = `<defs>
<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0v6"/></pattern>
<pattern id="stripes" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="marking" width="1.5" height="5"/></pattern>
<pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse"><circle class="marking" cx="2.5" cy="2.5" r="1"/></pattern>
</defs>`;

export type Tone = "good" | "wait" | "bad" | "quiet";

/** A pod's state by shape and colour: disc well, triangle waits, square bad, ring at rest. */
export function podMark(pod: Pod, x: number, y: number, size: number): string {
  const half = size / 2;
  const tone = toneOf(pod);
  if (tone === "wait") return `<path class="wait" d="M${x + half} ${y}l${half} ${size}h${-size}z"/>`;
  if (tone === "bad") return rect(x, y, size, size, "bad", 1);
  const shape = { cx: x + half, cy: y + half };
  if (tone === "good") return `<circle${attributes({ ...shape, r: half, class: "good" })}/>`;
  return `<circle${attributes({ ...shape, r: half - 1, class: "unowned hollow" })}/>`;
}

const atRest: ReadonlySet<string> = new Set(["Completed", "Succeeded", "Terminating"]);
const troubled = /Err|BackOff|Fail|Invalid|Killed|Lost|Evicted|Unschedulable/;

function toneOf({ status, ready }: Pod): Tone {
  if (atRest.has(status)) return "quiet";
  if (status === "Running") return ready === false ? "wait" : "good";
  return troubled.test(status) ? "bad" : "wait";
}

function sorted(ids: readonly string[]): string[] {
  return [...ids].sort();
}
