import { paintOf } from "../snapshot/hue.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { cardOf } from "./card.ts";
import type { Grouping } from "./grouping.ts";
import { layoutOf } from "./layout.ts";
import * as measure from "./measure.ts";
import { modelOf } from "./model.ts";

/** The diagram of a snapshot as the page lays it out, with what is needed to draw it elsewhere. */
export function pictureOf(snapshot: Snapshot, grouping: Grouping) {
  const model = modelOf(snapshot);
  return { ...layoutOf(model, grouping), cardOf: (id: string) => cardOf(model, id), paintOf, measure };
}
