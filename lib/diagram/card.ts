import type { Card } from "../snapshot/card-shape.ts";
import { noMajority } from "../snapshot/majority.ts";
import { makeCard } from "../snapshot/make-card.ts";
import { type Outline, outlineOf as outlineOfCard } from "../snapshot/outline.ts";
import { isLoaded, type Model } from "./model.ts";

/** The card of an instance; the same object until something on it changes. `null`: not known, or its details are not here. */
export function cardOf(model: Model, instanceId: string): Card | null {
  const known = model.cards.get(instanceId);
  if (known) return known;
  if (!isLoaded(model, instanceId)) return null;
  const members = model.hosts.membersOf(instanceId);
  if (!members.instance) return null;
  const card = makeCard(members.instance, members);
  model.cards.set(instanceId, card);
  return card;
}

/** What a card takes up and looks like from far, also when its details are not here. */
export function outlineOf(model: Model, instanceId: string): Outline {
  const known = model.outlines.get(instanceId);
  if (known) return known;
  const card = cardOf(model, instanceId);
  if (!card) return blank;
  const outline = outlineOfCard(card, (id) => model.troubles.get(id) ?? -1);
  model.outlines.set(instanceId, outline);
  return outline;
}

const blank: Outline = { sections: [], loose: 0, otherPods: 0, majority: noMajority, worst: -1, troubled: 0 };
