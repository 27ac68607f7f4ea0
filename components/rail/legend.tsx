import type { SlotState } from "../../lib/snapshot/slots.ts";
import { useMessages } from "../messages/use-messages.ts";

const counted: readonly SlotState[] = ["used", "allocating", "cooling", "orphan", "unowned", "free"];
const all: readonly SlotState[] = ["used", "allocating", "requested", "cooling", "orphan", "unowned", "free"];

interface LegendProps {
  readonly counts?: Readonly<Partial<Record<SlotState, number>>>;
  readonly detailed?: boolean;
}

/** What the shapes of slots mean, and how many there are of each. */
export function Legend({ counts, detailed = false }: LegendProps) {
  const { number, t } = useMessages();
  return (
    <ul className="legend" data-detailed={detailed}>
      {(detailed ? all : counted).map((state) => (
        <li key={state} title={t(`slot.${state}.about`)}>
          <i className="slot-mini" data-state={state} />
          <span>{t(`slot.${state}`)}</span>
          {counts && <b data-zero={!counts[state]}>{number(counts[state] ?? 0)}</b>}
          {detailed && <p>{t(`slot.${state}.about`)}</p>}
        </li>
      ))}
    </ul>
  );
}
