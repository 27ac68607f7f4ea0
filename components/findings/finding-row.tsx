import { ChevronRight } from "lucide-react";
import type { Finding } from "../../lib/diagnosis/finding.ts";
import type { Model } from "../../lib/diagram/model.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Name } from "../parts/name.tsx";
import { FindingDetail } from "./finding-detail.tsx";
import { SeveritySign } from "./severity-sign.tsx";
import { Since } from "./since.tsx";
import type { Tell } from "./use-sentences.ts";

interface FindingRowProps {
  readonly finding: Finding;
  readonly model: Model;
  readonly now: number;
  readonly tell: Tell;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onLight: (finding: Finding | null) => void;
  readonly onSelect: (id: string) => void;
}

/** One finding: what it is in a line; opened, everything known of it. */
export function FindingRow({ finding, model, now, tell, isOpen, onToggle, onLight, onSelect }: FindingRowProps) {
  const { number, t } = useMessages();
  const { id, code, severity, confidence, since, follows, subjects, ignored } = finding;
  const count = model.verdict.subjectTotals[id] ?? subjects.length;
  return (
    <li className="finding" data-open={isOpen} data-severity={severity}>
      <button
        type="button"
        className="finding-head"
        data-finding={id}
        aria-expanded={isOpen}
        onFocus={() => onLight(finding)}
        onBlur={() => onLight(null)}
        onClick={onToggle}
      >
        <ChevronRight size={13} aria-hidden />
        <SeveritySign severity={severity} />
        <span className="finding-title">
          <span className="sr-only">{t(`severity.${severity}`)} </span>
          <Name text={tell(finding).title} most={120} />
        </span>
        <span className="finding-line">
          <span className="mono">{code}</span>
          <span>{t(`confidence.${confidence}`)}</span>
          <span>{since === null ? t("finding.ageUnknown") : <Since since={since} now={now} />}</span>
          <span>{t("finding.subjects", { n: number(count) })}</span>
          {follows.length > 0 && <span>{t("finding.explains", { n: number(follows.length) })}</span>}
          {ignored && <span>{t("finding.ignored")}</span>}
        </span>
      </button>
      {isOpen && <FindingDetail finding={finding} model={model} now={now} tell={tell} onSelect={onSelect} />}
    </li>
  );
}
