/** Whether a whole text follows a pattern in which `*` stands for anything. Time grows with the text only. */
export function globTest(pattern: string): (text: string) => boolean {
  const pieces = pattern.split("*");
  const first = pieces[0] as string;
  const last = pieces.at(-1) as string;
  if (pieces.length === 1) return (text) => text === pattern;
  const between = pieces.slice(1, -1).filter(Boolean);
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const piece of between) {
      const found = text.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= text.length - last.length;
  };
}

/** The longest text without `*` in a pattern: whatever follows the pattern contains it. */
export function surePart(pattern: string): string {
  return pattern.split("*").reduce((longest, piece) => (piece.length > longest.length ? piece : longest), "");
}
