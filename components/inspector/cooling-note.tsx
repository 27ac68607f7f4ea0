import type { Model } from "../../lib/diagram/model.ts";
import type { Resource } from "../../lib/topology/resources.ts";
import { useMessages } from "../messages/use-messages.ts";

interface CoolingNoteProps {
  readonly model: Model;
  readonly resource: Resource;
  readonly now: number;
}

/** When the slot of a released branch will be free again. */
export function CoolingNote({ model: { head }, resource, now }: CoolingNoteProps) {
  const { age, t } = useMessages();
  if (resource.kind !== "branch" || resource.state !== "cooling" || !resource.unownedSince) return null;
  const left = resource.unownedSince.at + head.releaseSeconds * 1000 - now;
  return (
    <p className="cooling-note">
      <i className="slot-mini" data-state="cooling" />
      {left > 0 ? t("inspector.cooling", { age: age(left) }) : t("inspector.coolingDone")}
    </p>
  );
}
