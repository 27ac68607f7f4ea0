/** Words as a POSIX shell reads them back: bare where nothing in them means anything, in single quotes otherwise. */
export function shellCommand(...words: readonly string[]): string {
  return words.map(quote).join(" ");
}

function quote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Nothing that a terminal acts on when it is pasted, quoted or not: controls, and half characters that no encoding carries. */
export function isPasteable(word: string): boolean {
  return word !== "" && word.isWellFormed() && !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(word);
}
