import type { gracePeriodZero } from "../../rules/shutdown.ts";
import { line, parts } from "../command-line.ts";
import type { Steps } from "./steps.ts";

export const gracePeriodZeroSteps: Steps<typeof gracePeriodZero> = {
  verify: ({ subjects }) =>
    subjects.slice(0, 1).flatMap((id) => {
      const { namespace, name } = parts(id.slice("pod/".length));
      return line`kubectl get pod -n ${namespace} ${name} -o jsonpath={.spec.terminationGracePeriodSeconds}`;
    }),
};
