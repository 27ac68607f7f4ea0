"use client";

import { type Severity, severities } from "../../lib/diagnosis/finding.ts";
import { everything, type FindingFilter } from "../../lib/diagram/finding-list.ts";
import type { Model } from "../../lib/diagram/model.ts";
import { type AnswerPanelName, answerPanels } from "../../lib/diagram/view.ts";
import { useMessages } from "../messages/use-messages.ts";
import { SeveritySign } from "./severity-sign.tsx";

interface FindingsPartProps {
  readonly model: Model;
  readonly onOpen: (filter: FindingFilter) => void;
  readonly onAnswer: (what: AnswerPanelName) => void;
}

const worstFirst: readonly Severity[] = severities.toReversed();

/** How much was found, the worst first, what is ignored and what could not be decided; each opens the panel. */
export function FindingsPart({ model, onOpen, onAnswer }: FindingsPartProps) {
  const { number, t } = useMessages();
  const { bySeverity, ignored } = model.totals;
  const undecided = model.verdict.undecided.length;
  const counted = worstFirst.filter((severity) => bySeverity[severity] > 0);
  const row = (key: string, label: string, count: number, filter: FindingFilter, severity?: Severity) => (
    <li key={key}>
      <button type="button" className="rail-row" onClick={() => onOpen(filter)}>
        {severity ? <SeveritySign severity={severity} /> : <i className="severity" aria-hidden />}
        {label}
        <em>{number(count)}</em>
      </button>
    </li>
  );
  return (
    <section className="rail-part">
      <h2>
        {t("findings.title")}
        <button type="button" className="text-button" onClick={() => onOpen(everything)}>
          {t("findings.open")}
        </button>
      </h2>
      {counted.length === 0 && (
        <p className="rail-none">{t(undecided > 0 ? "findings.none.undecided" : "findings.none")}</p>
      )}
      <ul>
        {counted.map((severity) =>
          row(severity, t(`severity.${severity}`), bySeverity[severity], { ...everything, severity }, severity),
        )}
        {undecided > 0 && row("undecided", t("findings.undecided"), undecided, everything)}
        {ignored > 0 && row("ignored", t("findings.ignored"), ignored, { ...everything, isIgnored: true })}
      </ul>
      <p className="presets">
        {answerPanels.map((what) => (
          <button key={what} type="button" onClick={() => onAnswer(what)}>
            {t(`answer.${what}.title`)}
          </button>
        ))}
      </p>
    </section>
  );
}
