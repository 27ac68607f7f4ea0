import { useState } from "react";
import type { Finding } from "../../lib/diagnosis/finding.ts";
import { subjectKind } from "../../lib/diagram/finding-list.ts";
import type { Model } from "../../lib/diagram/model.ts";
import { useMessages } from "../messages/use-messages.ts";
import { labelOf, labelOfId } from "../parts/label-of.ts";
import { Name } from "../parts/name.tsx";
import { CommandList } from "./command-list.tsx";
import { EvidenceTable } from "./evidence-table.tsx";
import { SeveritySign } from "./severity-sign.tsx";
import { Since } from "./since.tsx";
import type { Tell } from "./use-sentences.ts";

interface FindingDetailProps {
  readonly finding: Finding;
  readonly model: Model;
  readonly now: number;
  readonly tell: Tell;
  readonly onSelect: (id: string) => void;
}

const shownAtFirst = 12;

/** What was found, about what, how we know, what to do, and how to see it by hand. */
export function FindingDetail({ finding, model, now, tell, onSelect }: FindingDetailProps) {
  const { moment, number, t } = useMessages();
  const [shown, setShown] = useState(shownAtFirst);
  const { code, rule, since, subjects, evidence, follows, ignored } = finding;
  const { describe, remedy, commands, verify } = tell(finding);
  const total = model.verdict.subjectTotals[finding.id] ?? subjects.length;
  return (
    <div className="finding-detail">
      <p>
        <Name text={describe} most={2000} />
      </p>
      {ignored && (
        <p className="findings-note">
          {t("finding.ignored.about", { reason: ignored.reason })}{" "}
          {ignored.until !== null && t("finding.ignored.until", { moment: moment(ignored.until) })}
        </p>
      )}
      <p className="quiet">
        {since === null
          ? t("finding.ageUnknown")
          : `${t(since.exact ? "finding.since" : "finding.sinceAtLeast")} ${moment(since.at)}`}
      </p>
      <h4>{t("finding.about")}</h4>
      <ul className="finding-subjects">
        {subjects.slice(0, shown).map((id) => (
          <li key={id}>
            <Subject id={id} model={model} onSelect={onSelect} />
          </li>
        ))}
      </ul>
      {subjects.length > shown && (
        <button type="button" className="text-button" onClick={() => setShown(shown + 100)}>
          {t("rail.more", { n: number(subjects.length - shown) })}
        </button>
      )}
      {total > subjects.length && <p className="findings-note">{t("finding.cut", { n: number(total) })}</p>}
      {follows.length > 0 && (
        <>
          <h4>{t("finding.follows")}</h4>
          <ul className="finding-follows">
            {follows.map((one) => (
              <li key={one.id}>
                <details>
                  <summary>
                    <SeveritySign severity={one.severity} />
                    <span className="mono">{one.code}</span> <Name text={tell(one).title} most={100} />
                    <span className="quiet">
                      {one.since === null ? t("finding.ageUnknown") : <Since since={one.since} now={now} />}
                    </span>
                  </summary>
                  <FindingDetail finding={one} model={model} now={now} tell={tell} onSelect={onSelect} />
                </details>
              </li>
            ))}
          </ul>
        </>
      )}
      {evidence.length > 0 && <EvidenceTable evidence={evidence} now={now} />}
      <h4>{t("finding.remedy")}</h4>
      <p>
        <Name text={remedy} most={2000} />
      </p>
      <CommandList commands={commands} />
      {verify.length > 0 && <h4>{t("finding.verify")}</h4>}
      <CommandList commands={verify} />
      <p>
        <a className="link" href={`/checks/${code}`} target="_blank" rel="noreferrer">
          {t("finding.page", { code })}
        </a>{" "}
        <span className="mono quiet">{rule}</span>
      </p>
    </div>
  );
}

interface SubjectProps {
  readonly id: string;
  readonly model: Model;
  readonly onSelect: (id: string) => void;
}

function Subject({ id, model, onSelect }: SubjectProps) {
  const { t } = useMessages();
  const kind = subjectKind(model, id);
  const resource = model.byId.get(id);
  if (kind === "cluster") return <span>{t("findings.kind.cluster")}</span>;
  const name = <Name text={resource ? labelOf(resource) : labelOfId(id)} most={44} className="mono" />;
  if (kind === "object") return name;
  return (
    <button type="button" className="link" onClick={() => onSelect(id)}>
      <span className="quiet">{t(`kind.${kind}`)}</span> {name}
    </button>
  );
}
