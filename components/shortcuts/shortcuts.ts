import type { MessageKey } from "../messages/messages.ts";

/** Where a shortcut works: `anywhere` also while typing, `page` unless somebody types, the others in that part of the page. */
export const places = ["anywhere", "page", "search", "diagram", "table"] as const;
type ShortcutPlace = (typeof places)[number];

export interface Shortcut {
  /** As `KeyboardEvent.key` says them; `Mod+` is Ctrl, or Cmd on a Mac. */
  readonly keys: readonly string[];
  readonly what: MessageKey;
  readonly place: ShortcutPlace;
}

/** Every shortcut of the page. Whoever handles keys asks here which; the list under `?` and the palette are made from it. */
export const shortcuts = {
  palette: { keys: ["Mod+k"], what: "shortcut.palette", place: "anywhere" },
  find: { keys: ["/"], what: "shortcut.find", place: "page" },
  nextMatch: { keys: ["n"], what: "shortcut.nextMatch", place: "page" },
  previousMatch: { keys: ["N"], what: "shortcut.previousMatch", place: "page" },
  clear: { keys: ["Escape"], what: "shortcut.clear", place: "anywhere" },
  table: { keys: ["t"], what: "shortcut.table", place: "page" },
  rail: { keys: ["["], what: "shortcut.rail", place: "page" },
  help: { keys: ["?"], what: "shortcut.help", place: "page" },
  complete: { keys: ["ArrowDown", "ArrowUp", "Tab"], what: "shortcut.complete", place: "search" },
  step: { keys: ["Enter", "Shift+Enter"], what: "shortcut.step", place: "search" },
  walk: { keys: ["ArrowLeft", "ArrowUp", "ArrowDown", "ArrowRight"], what: "shortcut.walk", place: "diagram" },
  open: { keys: ["Enter"], what: "shortcut.open", place: "diagram" },
  zoomIn: { keys: ["+", "="], what: "shortcut.zoomIn", place: "diagram" },
  zoomOut: { keys: ["-"], what: "shortcut.zoomOut", place: "diagram" },
  fit: { keys: ["0"], what: "shortcut.fit", place: "diagram" },
  actualSize: { keys: ["1"], what: "shortcut.actualSize", place: "diagram" },
  toSelection: { keys: ["z"], what: "shortcut.toSelection", place: "diagram" },
  focusPath: { keys: ["p"], what: "shortcut.focusPath", place: "diagram" },
  rows: { keys: ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"], what: "shortcut.rows", place: "table" },
  openRow: { keys: ["Enter"], what: "shortcut.openRow", place: "table" },
} as const satisfies Readonly<Record<string, Shortcut>>;

export type ShortcutId = keyof typeof shortcuts;
export type Actions = { readonly [S in ShortcutId]?: (() => void) | undefined };

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** What of some actions a key press asks for. `isTyping`: letters go into a field. */
export function actionFor(pressed: Pressed, actions: Actions, isTyping: boolean): (() => void) | undefined {
  for (const [id, action] of Object.entries(actions)) {
    const { keys, place }: Shortcut = shortcuts[id as ShortcutId];
    if (action === undefined || (isTyping && place !== "anywhere")) continue;
    if (keys.some((key) => isPressed(key, pressed))) return action;
  }
  return undefined;
}

/** Actions by the keys they are pressed with, for a part of the page that handles its own keys. */
export function byKey(actions: Actions): Readonly<Record<string, () => void>> {
  const found: Record<string, () => void> = {};
  for (const [id, action] of Object.entries(actions)) {
    if (action) for (const key of shortcuts[id as ShortcutId].keys) found[key] = action;
  }
  return found;
}

/** What stands on a key: `⌘` where that is what Mod is. A capital letter is typed with Shift. */
export function keyCap(key: string, isMac: boolean): string {
  const [, held, rest = key] = /^(Mod|Shift)\+(.+)$/.exec(key) ?? [];
  const isCapital = held === undefined && /^[A-Z]$/.test(rest);
  const hold = held === "Mod" ? (isMac ? "⌘" : "Ctrl") : held === "Shift" || isCapital ? "⇧" : null;
  const cap = caps[rest] ?? (rest.length === 1 ? rest.toUpperCase() : rest);
  return hold === null ? cap : `${hold} ${cap}`;
}

const caps: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowRight: "→",
  Escape: "Esc",
};

function isPressed(wanted: string, { key, ctrlKey, metaKey, altKey }: Pressed): boolean {
  if (altKey) return false;
  const mod = wanted.startsWith("Mod+");
  if (mod !== (ctrlKey || metaKey)) return false;
  return mod ? key.toLowerCase() === wanted.slice(4) : key === wanted;
}
