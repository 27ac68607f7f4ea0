import type { Severity } from "../../lib/diagnosis/finding.ts";
import type { SlotState } from "../../lib/snapshot/slots.ts";

/** The theme's colours as a canvas takes them: texts for strokes, ABGR numbers for pixels. */
export interface Palette {
  readonly surface: string;
  readonly line: string;
  readonly text: string;
  readonly accent: string;
  readonly font: string;
  readonly hues: readonly number[];
  readonly states: Readonly<Record<SlotState, number>>;
  readonly unknown: number;
  readonly severities: Readonly<Record<Severity, string>>;
}

/** The same object while theme and device ask for the same colours. */
export function paletteOf(element: HTMLElement, theme: string): Palette {
  const asked = [theme, ...media.map((one) => window.matchMedia(one).matches)].join();
  const before = known.get(element);
  if (before?.asked === asked) return before.palette;
  const palette = readPalette(element);
  known.set(element, { asked, palette });
  return palette;
}

const media = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"];
const known = new WeakMap<HTMLElement, { readonly asked: string; readonly palette: Palette }>();

function readPalette(element: HTMLElement): Palette {
  const style = getComputedStyle(element);
  const read = reader(element);
  const pixel = (name: string) => pixelOf(read(name));
  return {
    surface: read("--surface"),
    line: read("--line-strong"),
    text: read("--text"),
    accent: read("--accent"),
    font: style.fontFamily,
    hues: Array.from({ length: 12 }, (_, hue) => pixel(`--sg-${hue}`)),
    states: {
      used: pixel("--muted"),
      allocating: pixel("--accent"),
      requested: pixel("--accent"),
      cooling: pixel("--cool"),
      unowned: pixel("--faint"),
      orphan: pixel("--bad"),
      free: pixel("--slot-free"),
    },
    unknown: pixel("--muted"),
    severities: {
      critical: read("--severity-critical"),
      high: read("--severity-high"),
      medium: read("--severity-medium"),
      low: read("--severity-low"),
      info: read("--severity-info"),
    },
  };
}

/** Custom properties keep `light-dark()` unresolved; a real property resolves it. */
function reader(element: HTMLElement): (name: string) => string {
  const probe = document.createElement("span");
  probe.hidden = true;
  // Forced colours would give every token the colour of text.
  probe.style.setProperty("forced-color-adjust", "none");
  element.parentElement?.append(probe);
  const known = new Map<string, string>();
  queueMicrotask(() => probe.remove());
  return (name) => {
    const before = known.get(name);
    if (before) return before;
    probe.style.color = `var(${name})`;
    const value = getComputedStyle(probe).color;
    known.set(name, value);
    return value;
  };
}

function pixelOf(color: string): number {
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return 0xff808080;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
