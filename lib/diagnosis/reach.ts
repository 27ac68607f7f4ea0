import { createReachability, type Reachability } from "../reachability/reachability.ts";
import { createRulebook, type Rulebook } from "../reachability/rulebook.ts";
import type { World } from "./world.ts";

/** The rules of every group, made ready once for all rules that ask. */
export function rulebookOf(world: World): Rulebook {
  return world.shared("rulebook", (shared) =>
    createRulebook({
      rules: shared.items("securityGroupRules").values(),
      groups: new Map(shared.items("securityGroups")),
      prefixLists: new Map(shared.items("prefixLists")),
    }),
  );
}

/** What security groups let through now. */
export function reachabilityOf(world: World): Reachability {
  return world.shared("reachability", (shared) => createReachability(rulebookOf(shared)));
}
