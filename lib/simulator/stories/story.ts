import { quiet } from "../quiet.ts";
import type { Fault, FaultKind, Scenario } from "../scenario.ts";

/** A recording that shows what one cause leads to. */
export interface Story {
  readonly scenario: Scenario;
  /** How long it is watched, and how often it is looked at. */
  readonly minutes: number;
  readonly everySeconds: number;
  /** Codes of the checks that speak at its end, those about what follows included. None that speaks is left out, but for `info`. */
  readonly codes: readonly string[];
  /** Codes of what speaks at `info`. */
  readonly info?: readonly string[];
  /** Codes of the checks that cannot be decided at its end. */
  readonly undecided?: readonly string[];
}

const minute = 60_000;

/** The quiet cluster with something else in it. */
export function based(name: string, about: string, change: (base: Scenario) => Partial<Scenario>): Scenario {
  const base = quiet();
  return { ...base, ...change(base), cluster: name, about: `Invented: ${about}` };
}

/** From so many minutes after the start on, for good. */
export function from(minutes: number, fault: FaultKind, until = Number.POSITIVE_INFINITY): Fault {
  return { ...fault, from: minutes * minute, until: until * minute } as Fault;
}
