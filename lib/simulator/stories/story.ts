import { quiet } from "../quiet.ts";
import type { Fault, FaultKind, Scenario, WorkloadSpec } from "../scenario.ts";

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
  /** Too large to be kept: made from its seed when it is wanted. */
  readonly isMadeWhenWanted?: true;
}

export type Stories = Readonly<Record<string, Story>>;

const minute = 60_000;

/** The quiet cluster with something else in it. */
export function based(name: string, about: string, change: (base: Scenario) => Partial<Scenario>): Scenario {
  const base = quiet();
  return { ...base, ...change(base), cluster: name, about: `Invented: ${about}` };
}

/** From so many minutes after the start on, for good or until so many minutes after the start. */
export function from(minutes: number, fault: FaultKind, until = Number.POSITIVE_INFINITY): Fault {
  return { ...fault, from: minutes * minute, until: until * minute } as Fault;
}

/** One node that only those pods get that ask for it with `onlyOn`. */
export function nodeGroup(name: string, type: string) {
  return { name, kind: "managed" as const, types: [type], desired: 1, labels: { pool: name }, taints: [name] };
}

/** What a workload says to run on the nodes of one group. */
export function onlyOn(name: string) {
  return { nodeSelector: { pool: name }, tolerations: [name] };
}

/** One node in each of three zones. */
export function nodePerZone(type: string) {
  return ["a", "b", "c"].map((zone) => ({
    name: zone,
    kind: "managed" as const,
    types: [type],
    desired: 1,
    zones: [`eu-west-1${zone}`],
  }));
}

/** The workloads of the quiet cluster that keep running, and the policies that they need. */
export function withoutJobs({ workloads, policies }: Scenario) {
  return {
    workloads: workloads.filter(({ kind }) => kind !== "CronJob"),
    policies: policies.filter(({ namespace }) => namespace !== "batch"),
  };
}

/** A Deployment in the namespace `shop` whose pods the policy `web` matches. */
export function web(name: string, more: Partial<WorkloadSpec> = {}): WorkloadSpec {
  return { kind: "Deployment", namespace: "shop", name, replicas: 2, labels: { tier: "web" }, port: 8080, ...more };
}

/** Workloads with one of them changed, by name. */
export function changed(
  workloads: readonly WorkloadSpec[],
  name: string,
  more: Partial<WorkloadSpec>,
): readonly WorkloadSpec[] {
  return workloads.map((one) => (one.name === name ? { ...one, ...more } : one));
}
