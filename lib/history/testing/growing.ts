import { apply, type Change } from "../../recording/change.ts";
import { emptyObservation, type Observation } from "../../recording/observation.ts";

/** A change that adds, alters or removes a namespace, by number: the same numbers make the same recording. */
export function changeNumber(number: number, text = ""): Change {
  const id = `n${number % 7}`;
  const item = number % 5 === 4 ? null : { name: id, uid: `${number}${text}`, labels: {}, annotations: {} };
  return {
    at: 1000 + number * 10,
    items: { namespaces: new Map([[id, item]]) } as unknown as Change["items"],
    failures:
      number % 11 === 0
        ? { pods: { code: "Forbidden", message: `${number}` } }
        : number % 11 === 5
          ? { pods: null }
          : {},
    readAt: { namespaces: 1000 + number * 10 },
  };
}

export function observationAfter(numbers: number, text = ""): Observation {
  let observation = emptyObservation;
  for (let number = 0; number < numbers; number++) observation = apply(observation, changeNumber(number, text));
  return observation;
}
