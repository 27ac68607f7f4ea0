import type { CollectionName } from "../../recording/collections.ts";
import type { Undecided } from "../finding.ts";
import { lacksOf } from "../needs.ts";
import type { World } from "../world.ts";

/** A collection that an answer rests on and that cannot be read now. */
export type Lack = Undecided["lacks"][number];

/** Those of some collections that were never read, or fail now; each is named once. */
export function lacking(world: World, needs: readonly CollectionName[]): readonly Lack[] {
  return lacksOf({ needs: [...new Set(needs)] }, world.observation);
}
