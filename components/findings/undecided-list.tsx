import type { Undecided } from "../../lib/diagnosis/finding.ts";
import { printable } from "../../lib/diagram/printable.ts";
import { useMessages } from "../messages/use-messages.ts";
import { SeveritySign } from "./severity-sign.tsx";

interface UndecidedListProps {
  readonly undecided: readonly Undecided[];
  readonly titleOf: (rule: string) => string;
}

/** Checks that could not be made, and what each lacks. */
export function UndecidedList({ undecided, titleOf }: UndecidedListProps) {
  const { number, t } = useMessages();
  return (
    <details className="undecided">
      <summary>
        {t("findings.undecided")} <span>{number(undecided.length)}</span>
      </summary>
      <p className="findings-note">{t("findings.undecided.about")}</p>
      <ul>
        {undecided.map(({ rule, code, severity, lacks }) => (
          <li key={rule}>
            <p>
              <SeveritySign severity={severity} />
              <span className="sr-only">{t(`severity.${severity}`)}</span>
              <a className="link mono" href={`/checks/${code}`} target="_blank" rel="noreferrer">
                {code}
              </a>
              {titleOf(rule)}
            </p>
            {lacks.map(({ collection, code: reason, message }) => (
              <p key={collection} className="quiet">
                {reason === "NotRead"
                  ? t("undecided.neverRead", { collection })
                  : t("undecided.failing", { collection, code: printable(reason), message: printable(message) })}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </details>
  );
}
