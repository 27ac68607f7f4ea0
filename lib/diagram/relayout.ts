import { outlineOf } from "./card.ts";
import { sameFold } from "./fold.ts";
import { type Grouping, groupPathOf } from "./grouping.ts";
import { type Arrangement, type Layout, layoutOf, type Place } from "./layout.ts";
import { measure } from "./measure.ts";
import { get, type Model } from "./model.ts";
import { traysOf } from "./tray.ts";

/** A layout, and up to which change of the model it holds. */
export interface LaidOut {
  readonly model: Model;
  readonly layout: Layout;
  readonly changes: number;
}

/** The layout of the model as it is now. Where nothing needs another place it is the one before, at the cost of what changed. */
export function relayout(model: Model, grouping: Grouping, arrangement: Arrangement, before?: LaidOut): LaidOut {
  const { changes } = model;
  if (before?.model === model && holdsStill(before, grouping, arrangement)) return { ...before, changes };
  return { model, layout: layoutOf(model, grouping, before?.layout, arrangement), changes };
}

function holdsStill({ model, layout, changes }: LaidOut, grouping: Grouping, { order, fold }: Arrangement): boolean {
  if (layout.grouping !== grouping || layout.order !== order || !sameFold(layout.fold, fold)) return false;
  // What stands for the cards of a collapsed group shows what is on them.
  if (layout.folded.size > 0) return false;
  for (const [id, at] of model.changedAt) if (at > changes && !keepsPlace(model, layout, id)) return false;
  const trays = traysOf(model);
  return (
    trays.length === layout.trays.length &&
    trays.every(({ id, total, resources }, index) => {
      const known = layout.trays[index]?.tray;
      return (
        known?.id === id &&
        known.total === total &&
        known.resources.length === resources.length &&
        resources.every((one, at) => one === known.resources[at])
      );
    })
  );
}

function keepsPlace(model: Model, layout: Layout, id: string): boolean {
  const instance = get(model, "instance", id);
  const place = layout.places.get(id);
  if (!instance || !place) return !instance && !place;
  const outline = outlineOf(model, id);
  const { height, sections } = measure(outline, place);
  if (height !== place.height || sections.length !== place.sections.length) return false;
  const isAlike = sections.every(({ key, y, rows }, index) => {
    const known = place.sections[index];
    return known?.key === key && known.y === y && known.rows === rows;
  });
  const [outer, inner] = groupPathOf(instance, outline.majority, layout.grouping);
  return isAlike && standsIn(layout, place, `${outer ?? ""}/${inner ?? ""}`);
}

function standsIn({ frames }: Layout, { x, y }: Place, frameId: string): boolean {
  const frame = frames.find(({ id, depth }) => depth === 1 && id === frameId);
  return frame !== undefined && x >= frame.x && x < frame.x + frame.width && y >= frame.y && y < frame.y + frame.height;
}
