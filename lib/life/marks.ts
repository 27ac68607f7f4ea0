import type { Evidence, Exactness } from "./life.ts";

/** When something was the case, as far as it is known. */
export interface Sight {
  readonly at: number;
  /** The last reading that did not show it; `null` = there was none. Of no meaning where the time is stated. */
  readonly notBefore: number | null;
  readonly isStated: boolean;
}

export interface Mark extends Sight {
  readonly exactness: Exactness;
  readonly evidence: readonly Evidence[];
}

/** Evidence is an example, not a log: a step that repeats for hours must not grow. */
const mostEvidence = 8;

/** The steps that a subject was seen on. */
export class Marks {
  readonly #marks = new Map<string, Mark>();

  get(step: string): Mark | undefined {
    return this.#marks.get(step);
  }

  has(step: string): boolean {
    return this.#marks.has(step);
  }

  /** The earliest time counts, and one that a source states before one that was only seen. */
  see(step: string, sight: Sight, ...evidence: readonly Evidence[]): void {
    const known = this.#marks.get(step);
    const better = known === undefined || isBetter(sight, known);
    const { at, notBefore, isStated } = better ? sight : known;
    this.#marks.set(step, {
      at,
      notBefore,
      isStated,
      exactness: isStated ? "stated" : notBefore === null ? "before" : "between",
      evidence: joined(known?.evidence ?? [], evidence),
    });
  }

  copyTo(other: Marks, names: Readonly<Record<string, string>>): void {
    for (const [step, as] of Object.entries(names)) {
      const mark = this.#marks.get(step);
      if (mark !== undefined) other.see(as, mark, ...mark.evidence);
    }
  }
}

function isBetter(sight: Sight, known: Sight): boolean {
  if (sight.isStated !== known.isStated) return sight.isStated ? sight.at <= known.at : sight.at < known.at;
  return sight.at < known.at;
}

function joined(known: readonly Evidence[], more: readonly Evidence[]): readonly Evidence[] {
  const fresh = more.filter((one) => !known.some((other) => keyOf(other) === keyOf(one)));
  return fresh.length === 0 ? known : [...known, ...fresh].slice(0, mostEvidence);
}

function keyOf({ collection, id, field }: Evidence): string {
  return `${collection} ${id} ${field}`;
}
