import { compare } from "../../recording/change.ts";
import { emptyObservation } from "../../recording/observation.ts";
import { rules } from "../register.ts";
import { type Lab, lab } from "../testing.fixture.ts";
import { createWatch } from "../watch.ts";
import { type Inquiry, inquire } from "./inquiry.ts";

/** A lab as it can be asked after all its moments, judged by every rule. */
export function asked(cluster: Lab): Inquiry {
  const moments = cluster.moments();
  const watch = createWatch({ rules, cluster: lab.cluster, isSingleMoment: moments.length === 1 });
  for (const [index, moment] of moments.entries()) {
    watch.advance(compare(moments[index - 1] ?? emptyObservation, moment));
  }
  return inquire(watch);
}
