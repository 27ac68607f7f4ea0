import { describe, expect, test } from "vitest";
import { actionFor, byKey, keyCap, type Shortcut, shortcuts } from "./shortcuts.ts";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const calls: string[] = [];
const actions = { palette: () => void calls.push("palette"), find: () => void calls.push("find") };
const asked = (...[pressed, isTyping = false]: [Parameters<typeof actionFor>[0], boolean?]) =>
  actionFor(pressed, actions, isTyping);

describe("a key", () => {
  test("with Ctrl or Cmd works while somebody types, a single one does not", () => {
    expect(asked(press("k", { ctrlKey: true }), true)).toBe(actions.palette);
    expect(asked(press("K", { metaKey: true, shiftKey: true }))).toBe(actions.palette);
    expect(asked(press("/"))).toBe(actions.find);
    expect(asked(press("/"), true)).toBeUndefined();
  });

  test("that belongs to the browser is left alone", () => {
    expect(asked(press("k"))).toBeUndefined();
    expect(asked(press("/", { ctrlKey: true }))).toBeUndefined();
    expect(asked(press("/", { altKey: true }))).toBeUndefined();
  });

  test("is shown as it is printed on a keyboard", () => {
    expect(keyCap("Mod+k", false)).toBe("Ctrl K");
    expect(keyCap("Mod+k", true)).toBe("⌘ K");
    expect(keyCap("Shift+Enter", false)).toBe("⇧ Enter");
    expect([keyCap("N", false), keyCap("n", false), keyCap("+", false), keyCap("[", false)]).toEqual([
      "⇧ N",
      "N",
      "+",
      "[",
    ]);
  });
});

test("every key means one thing in each part of the page", () => {
  const all: readonly Shortcut[] = Object.values(shortcuts);
  for (const part of ["search", "diagram", "table"] as const) {
    const keys = all
      .filter(({ place }) => place === part || place === "page" || place === "anywhere")
      .flatMap(({ keys }) => keys);
    expect([part, keys.length]).toEqual([part, new Set(keys).size]);
  }
});

test("a part that handles its own keys gets an action for each of them", () => {
  const zoom = () => undefined;
  expect(byKey({ zoomIn: zoom, fit: undefined })).toEqual({ "+": zoom, "=": zoom });
});
