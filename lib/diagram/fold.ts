/** Which groups are collapsed: those named, or all but those named. */
export interface Fold {
  readonly all: boolean;
  readonly except: readonly string[];
}

export const unfolded: Fold = { all: false, except: [] };
export const allFolded: Fold = { all: true, except: [] };

const mostNamed = 200;
const longest = 256;

export function isFolded({ all, except }: Fold, group: string): boolean {
  return all !== except.includes(group);
}

/** The fold with one group turned over. */
export function toggleFold({ all, except }: Fold, group: string): Fold {
  const others = except.filter((one) => one !== group);
  return { all, except: others.length < except.length ? others : [...others, group].slice(-mostNamed) };
}

export function sameFold(a: Fold, b: Fold): boolean {
  return a.all === b.all && a.except.length === b.except.length && a.except.every((one, at) => one === b.except[at]);
}

/** Reads `fold=all` and `open=GROUP`, or `folded=GROUP`; the unknown group is the empty text. */
export function foldIn(parameters: URLSearchParams): Fold {
  const all = parameters.get("fold") === "all";
  const named = parameters.getAll(all ? "open" : "folded").filter(({ length }) => length <= longest);
  return { all, except: [...new Set(named)].slice(0, mostNamed) };
}

export function formatFold({ all, except }: Fold, parameters: URLSearchParams): void {
  if (all) parameters.set("fold", "all");
  for (const group of except) parameters.append(all ? "open" : "folded", group);
}
