import { Journal } from "../../collector/journal.ts";
import { openHistory } from "../../history/store.ts";
import type { Change } from "../../recording/change.ts";
import { scenarios } from "../../simulator/scenarios.ts";
import { simulate } from "../../simulator/simulate.ts";
import { systemClock } from "../../sources/source.ts";
import { Engine, memoryVersion } from "../engine.ts";
import { TroubleError } from "../hub.ts";
import type { Task } from "../protocol.ts";
import type { Feed } from "./feed.ts";

const secondMs = 1000;
/** How closely the past before the first visitor is looked at. */
const pastStepMs = 5000;

/** A simulated cluster that has lived since `startedAt` and goes on with the clock on the wall. */
export async function simulatedFeed(task: Extract<Task, { kind: "simulated" }>): Promise<Feed> {
  const scenarioOf = scenarios[task.scenario];
  if (!scenarioOf)
    throw new TroubleError({ code: "unknown-scenario", message: `There is no scenario named ${task.scenario}.` });
  const size = task.nodes === undefined ? {} : { nodes: task.nodes };
  const scenario = { ...scenarioOf({ start: task.startedAt, ...size }), cluster: task.name };
  const { cluster, region, about } = scenario;
  const simulation = simulate(scenario);
  const engine = new Engine({ header: { cluster, region, about }, mode: "live", cluster, firstRevision: Date.now() });
  const history = openHistory({
    file: null,
    keepDays: 2,
    keepMegabytes: 128,
    now: Date.now,
    observe: () => engine.observation,
    derive: () => engine.memory(),
    derivedVersion: memoryVersion,
  });
  const journal = new Journal((change) => history.append(change));
  const take = (change: Change) => {
    engine.take(change);
    journal.add(change);
    journal.settle(change.at);
  };
  take(simulation.advance(task.startedAt));
  for (let at = task.startedAt + pastStepMs; at < Date.now(); at += pastStepMs) take(simulation.advance(at));
  await history.settled();
  return {
    engine,
    history,
    async run(signal) {
      while (!signal.aborted) {
        await systemClock.sleep(secondMs, signal);
        take(simulation.advance(Math.max(simulation.now, Date.now())));
      }
    },
  };
}
