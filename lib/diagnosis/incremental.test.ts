import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare } from "../recording/change.ts";
import { emptyObservation, type Observation } from "../recording/observation.ts";
import { living } from "../simulator/living.ts";
import { quiet } from "../simulator/quiet.ts";
import type { FaultKind } from "../simulator/scenario.ts";
import { simulate } from "../simulator/simulate.ts";
import type { Finding } from "./finding.ts";
import { rules } from "./register.ts";
import { healthy, lab } from "./testing.fixture.ts";
import { troubles } from "./troubles.fixture.ts";
import { createWatch, type Watch } from "./watch.ts";

/** What a finding says, without when its evidence was read: who looks anew reads it anew. */
function said({ evidence, follows, ...rest }: Finding): unknown {
  return { ...rest, evidence: evidence.map(({ readAt: _, ...one }) => one), follows: follows.map(said) };
}

function verdict({ diagnosis }: Watch) {
  for (const faults of diagnosis.faults.values()) for (const fault of faults.values()) throw fault;
  const findings = [...diagnosis.findings.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { findings: findings.map(said), undecided: diagnosis.undecided };
}

/** Who starts anew from what was remembered, and looks at everything at once. */
function restarted(watch: Watch, cluster: string): Watch {
  const memory = JSON.parse(JSON.stringify(watch.memory()));
  const anew = createWatch({ rules, cluster, memory });
  anew.advance(compare(emptyObservation, watch.topology.observation));
  return anew;
}

const faults: readonly FaultKind[] = [
  { name: "controller-down" },
  { name: "webhook-down" },
  { name: "cni-down" },
  { name: "cni-node-refused" },
  { name: "annotation-refused" },
  { name: "cool-down-changed", seconds: 300 },
  { name: "policy-deleted", target: "shop/web" },
  { name: "cni-changed", cni: { enforcingMode: "standard" } },
  { name: "ec2-refuses", operations: ["create-branch"], code: "UnauthorizedOperation", message: "no" },
  { name: "ec2-refuses", operations: ["delete"], code: "RequestLimitExceeded", message: "slower" },
  { name: "blind", target: "ec2", code: "UnauthorizedOperation", message: "no" },
  { name: "blind", target: "pods", code: "Forbidden", message: "no" },
];

describe("who looked at every change says what who looks at everything at once says", () => {
  test("whatever happens to a small cluster", () => {
    const move = fc.record({
      what: fc.constantFrom(...Object.keys(troubles)),
      seconds: fc.constantFrom(0, 7, 45, 61, 130, 400, 4_000),
    });
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 8 }), (moves) => {
        const watch = createWatch({ rules, cluster: lab.cluster });
        const cluster = healthy();
        let before: Observation = emptyObservation;
        const look = () => {
          const now = cluster.observation();
          watch.advance(compare(before, now));
          before = now;
        };
        look();
        for (const { what, seconds } of moves) {
          try {
            troubles[what]?.(cluster);
          } catch (error) {
            // What is gone cannot go again.
            if (!(error instanceof RangeError)) throw error;
          }
          look();
          cluster.now += seconds * 1000;
          look();
          expect(verdict(restarted(watch, lab.cluster))).toEqual(verdict(watch));
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test.each([
    ["quiet", quiet],
    ["living", living],
  ])(
    "in a %s cluster where things go wrong",
    (_, scenarioOf) => {
      const trouble = fc.record({ fault: fc.constantFrom(...faults), from: fc.nat(300), seconds: fc.nat(600) });
      fc.assert(
        fc.property(fc.nat(50), fc.array(trouble, { maxLength: 3 }), (seed, all) => {
          const scenario = scenarioOf({ seed });
          const { cluster } = scenario;
          const simulation = simulate({
            ...scenario,
            faults: all.map(({ fault, from, seconds }) => ({
              ...fault,
              from: from * 1000,
              until: (from + seconds) * 1000,
            })),
          });
          const watch = createWatch({ rules, cluster });
          watch.advance(simulation.advance(simulation.now));
          for (let round = 1; round <= 60; round++) {
            watch.advance(simulation.advance(simulation.now + 15_000));
            if (round % 15 === 0) expect(verdict(restarted(watch, cluster))).toEqual(verdict(watch));
          }
        }),
        { numRuns: 12 },
      );
    },
    120_000,
  );
});
