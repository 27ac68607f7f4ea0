import { blind } from "./blind.ts";
import { byHand } from "./by-hand.ts";
import { capacity } from "./capacity.ts";
import { cni } from "./cni.ts";
import { controller } from "./controller.ts";
import { leaks } from "./leaks.ts";
import { managed } from "./managed.ts";
import { policies } from "./policies.ts";
import type { Stories } from "./story.ts";
import { traffic } from "./traffic.ts";

/** Every story, by name. `npm run stories` writes them to public/recordings. */
export const stories: Stories = {
  ...capacity,
  ...leaks,
  ...policies,
  ...traffic,
  ...cni,
  ...controller,
  ...byHand,
  ...managed,
  ...blind,
};
