/** What makes a part of a card something to choose: by a click, or by Enter where arrow keys have led. */
export function pickable(id: string) {
  return { "data-id": id, role: "button", tabIndex: -1 } as const;
}
