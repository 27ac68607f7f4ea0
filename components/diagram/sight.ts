"use client";

import { createContext, useContext } from "react";
import type { Model } from "../../lib/diagram/model.ts";

/** What cards look things up in: it grows in place, so that a card is drawn anew only for its own reasons. */
export const SightContext = createContext<Model | null>(null);

export function useModel(): Model {
  const model = useContext(SightContext);
  if (!model) throw new Error("A card is drawn outside of a diagram.");
  return model;
}

/** Ids at full strength while something is selected or searched for; `null` = everything is. */
export type Lit = ReadonlySet<string> | null;
