import { CircleAlert, CircleCheck, CircleDashed, CirclePlus, CircleX, type LucideIcon } from "lucide-react";
import type { Verdict } from "../../lib/host/judged.ts";
import { useT } from "../messages/use-messages.ts";

export type Shown = Verdict | "surplus";

const icons: Readonly<Record<Shown, LucideIcon>> = {
  confirmed: CircleCheck,
  different: CircleAlert,
  missing: CircleX,
  surplus: CirclePlus,
  "not-observed": CircleDashed,
};

/** A verdict by shape, word and colour. */
export function VerdictMark({ verdict }: { readonly verdict: Shown }) {
  const t = useT();
  const Icon = icons[verdict];
  return (
    <span className="verdict" data-verdict={verdict}>
      <Icon size={13} aria-hidden />
      {t(`host.verdict.${verdict}`)}
    </span>
  );
}
