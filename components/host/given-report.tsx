import type { MessageKey } from "../messages/messages.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Name } from "../parts/name.tsx";
import type { GivenReport } from "./given.ts";

/** What something given was taken for, and what in it was not understood. */
export function GivenReportPart({ report }: { readonly report: GivenReport }) {
  const { number, t } = useMessages();
  const { problem, parts, notUnderstood, notUnderstoodCount, cut, bundle } = report;
  if (problem !== null) return <p className="host-trouble">{t(`host.problem.${problem}`)}</p>;
  return (
    <>
      <Origin report={report} />
      {parts.length === 0 && <p className="host-trouble">{t("host.give.nothing")}</p>}
      <ul className="host-parts">
        {parts.map(({ file, what, from, to, count }) => (
          <li key={`${file} ${from} ${what}`}>
            {t("host.give.part", { what: t(`host.kind.${what}`), n: number(count) })}{" "}
            <span className="quiet">
              {file !== report.name && <Name text={file} most={48} />} {t("host.give.lines", { from, to })}
            </span>
          </li>
        ))}
      </ul>
      {cut.map((file) => (
        <p key={file} className="host-trouble">
          <Name text={t("host.give.cut", { file })} most={160} />
        </p>
      ))}
      {bundle?.troubles.map(({ code, path }) => (
        <p key={code} className="host-trouble">
          <Name text={t(`host.trouble.${code}`, { path: path ?? "" })} most={200} />
        </p>
      ))}
      {bundle !== null && bundle.passedOver > 0 && (
        <p className="quiet">{t("host.give.passedOver", { n: bundle.passedOver })}</p>
      )}
      {notUnderstoodCount > 0 && (
        <details>
          <summary>{t("host.give.notUnderstood", { n: notUnderstoodCount })}</summary>
          {notUnderstoodCount > notUnderstood.length && (
            <p className="quiet">{t("host.give.more", { n: notUnderstood.length })}</p>
          )}
          <ol className="host-lines mono">
            {notUnderstood.map(({ file, number: line, text }) => (
              <li key={`${file} ${line}`} value={line}>
                <Name text={text} most={200} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

function Origin({ report: { isUsed, identified } }: { readonly report: GivenReport }) {
  const { t } = useMessages();
  const { id, by } = identified;
  const key: MessageKey =
    by === "several" ? "host.give.several" : isUsed ? `host.give.by.${by ?? "none"}` : "host.give.other";
  return (
    <p className={isUsed ? "quiet" : "host-trouble"}>
      <Name text={t(key, { id: id ?? "" })} most={160} />
    </p>
  );
}
