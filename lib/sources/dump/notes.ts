/** What became of a part of a dump. */
export interface Note {
  /** `read`: used. `skipped`: nothing for Trunkscope in it. `broken`: meant for it and unusable. `warning`: used, with a reservation. */
  readonly kind: "read" | "skipped" | "broken" | "warning";
  /** Relative to the dump's directory; missing = about the whole. */
  readonly file?: string;
  readonly message: string;
}

export function note(kind: Note["kind"], message: string, file?: string): Note {
  return file === undefined ? { kind, message } : { kind, message, file };
}

const shown = 5;

/** `a, b, c and 12 more`. */
export function someOf(names: readonly string[]): string {
  const rest = names.length - shown;
  return rest > 0 ? `${names.slice(0, shown).join(", ")} and ${rest} more` : names.join(", ");
}
