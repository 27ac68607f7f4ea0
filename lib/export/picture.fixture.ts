import { cardOf } from "../diagram/card.ts";
import { layoutOf } from "../diagram/layout.ts";
import * as measure from "../diagram/measure.ts";
import { modelOf } from "../diagram/model.ts";
import { paintOf } from "../snapshot/hue.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { ExportView } from "./export.ts";

/** A view of a whole snapshot, drawn as the page draws it. */
export function viewOf(snapshot: Snapshot, view: Partial<ExportView> = {}): ExportView {
  const picture = () => {
    const model = modelOf(snapshot);
    return { ...layoutOf(model, "zone"), cardOf: (id: string) => cardOf(model, id), paintOf, measure };
  };
  return { query: "", shown: null, picture, ...view };
}
