/** The first of a list that may be long, and how many there are. */
export interface Listed<T> {
  readonly total: number;
  readonly shown: readonly T[];
}

/** Enough to read through; more is looked up by a search. */
export const mostShown = 100;

export function listed<T>(all: readonly T[], most = mostShown): Listed<T> {
  return { total: all.length, shown: all.slice(0, most) };
}
