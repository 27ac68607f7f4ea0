/** Something that can be done, by name. */
export interface Named {
  readonly label: string;
}

/** Those whose name has every word that was typed; names that begin with it come first, and then names a word of which does. */
export function ranked<T extends Named>(all: readonly T[], typed: string): T[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...all];
  const rated = all.flatMap((one) => {
    const label = one.label.toLowerCase();
    return words.every((word) => label.includes(word)) ? [{ one, rank: rankOf(label, words[0] as string) }] : [];
  });
  return rated.sort((a, b) => a.rank - b.rank).map(({ one }) => one);
}

function rankOf(label: string, word: string): number {
  if (label.startsWith(word)) return 0;
  return /[\s:：/-]/.test(label[label.indexOf(word) - 1] ?? "") ? 1 : 2;
}
