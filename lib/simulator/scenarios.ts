import { living } from "./living.ts";
import { quiet } from "./quiet.ts";
import { scaled } from "./scaled.ts";
import type { Scenario, ScenarioOptions } from "./scenario.ts";

/** Scenarios by the name they are asked for. */
export const scenarios: Readonly<
  Record<string, (options?: ScenarioOptions & { readonly nodes?: number }) => Scenario>
> = {
  living,
  quiet,
  scaled: (options) => scaled({ nodes: 100, branchesPerNode: 20, podsPerNode: 30, pulseMs: 15_000, ...options }),
};
