import { captionOf } from "./caption.ts";
import type { Format } from "./export.ts";
import { shownOf } from "./shown.ts";

/** The snapshot with the resources shown, one per line, and under `export` what the file says of itself. */
export const json: Format = {
  label: "JSON",
  extension: "json",
  type: "application/json",
  write: (snapshot, view) => {
    const { resources: _, ...head } = snapshot;
    const { by, moment, filter, sources } = captionOf(snapshot, view);
    const rest = JSON.stringify({ export: { by, moment, filter, sources }, ...head });
    const lines = shownOf(snapshot, view).map((resource) => JSON.stringify(resource));
    return `${rest.slice(0, -1)},"resources":[\n${lines.join(",\n")}\n]}\n`;
  },
};
