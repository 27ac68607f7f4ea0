import { type Severity, severities } from "../diagnosis/finding.ts";
import { slotRank } from "../snapshot/outline.ts";
import type { Slot } from "../snapshot/slots.ts";
import { outlineOf } from "./card.ts";
import type { Model } from "./model.ts";

/** What findings say of one instance and of what stands on it; what the operator ignores is left out. */
export interface Trouble {
  /** `null`: nothing was found. */
  readonly worst: Severity | null;
  /** How many things there, the instance included, have a finding. */
  readonly count: number;
}

export function troubleOf(model: Model, instanceId: string): Trouble {
  const { worst, troubled } = outlineOf(model, instanceId);
  return { worst: severities[worst] ?? null, count: troubled };
}

/** The worst finding about one resource; `null`: nothing was found. */
export function severityAt({ troubles }: Pick<Model, "troubles">, id: string): Severity | null {
  return severities[troubles.get(id) ?? -1] ?? null;
}

/** The worst finding about the branch of a slot or its pods. */
export function severityOfSlot({ troubles }: Pick<Model, "troubles">, slot: Slot): Severity | null {
  return severities[slotRank(slot, (id) => troubles.get(id) ?? -1)] ?? null;
}
