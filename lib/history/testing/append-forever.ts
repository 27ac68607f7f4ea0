import { apply } from "../../recording/change.ts";
import { emptyObservation } from "../../recording/observation.ts";
import { openHistory } from "../store.ts";
import { changeNumber } from "./growing.ts";

/** Appends change after change to the file named, from where it stands, and says each number once it is kept. */
const file = process.argv[2] ?? "";
let observation = emptyObservation;
const history = openHistory({ file, keepDays: 1e6, keepMegabytes: 1000, now: Date.now, observe: () => observation });
const span = history.span();
let number = span ? (span.to - 1000) / 10 + 1 : 0;
if (span) observation = (await history.observationAt(span.to)) ?? observation;
process.stdout.write(`ready ${number}\n`);
for (;;) {
  const change = changeNumber(number);
  observation = apply(observation, change);
  history.append(change);
  process.stdout.write(`${number}\n`);
  number++;
  if (number % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
}
