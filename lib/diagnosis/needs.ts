import type { Observation } from "../recording/observation.ts";
import type { Undecided } from "./finding.ts";
import type { Rule } from "./rule.ts";

type Lack = Undecided["lacks"][number];

/** What a rule needs and does not have now: never read, or failing, so that what is known of it may be old or cut short. */
export function lacksOf({ needs }: Pick<Rule, "needs">, { items, failures }: Observation): readonly Lack[] {
  return needs.flatMap((collection): Lack[] => {
    const failure = failures[collection];
    if (failure !== undefined) return [{ collection, ...failure }];
    return items[collection] === undefined
      ? [{ collection, code: "NotRead", message: `${collection} was never read.` }]
      : [];
  });
}

/** Whether a rule can look at all: what fails now was at least read once. */
export function canLook({ needs }: Pick<Rule, "needs">, { items }: Observation): boolean {
  return needs.every((collection) => items[collection] !== undefined);
}
