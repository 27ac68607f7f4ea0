import type { Evidence } from "../../lib/diagnosis/finding.ts";
import { useT } from "../messages/use-messages.ts";
import { Ago } from "../parts/ago.tsx";
import { Name } from "../parts/name.tsx";

/** How we know: which value of which object, from which source, read when. */
export function EvidenceTable({ evidence, now }: { readonly evidence: readonly Evidence[]; readonly now: number }) {
  const t = useT();
  return (
    <>
      <h4>{t("finding.evidence")}</h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, by keyboard too */}
      <section className="evidence" aria-label={t("finding.evidence")} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("evidence.object")}</th>
              <th scope="col">{t("evidence.field")}</th>
              <th scope="col">{t("evidence.value")}</th>
              <th scope="col">{t("evidence.source")}</th>
              <th scope="col">{t("evidence.read")}</th>
            </tr>
          </thead>
          <tbody>
            {evidence.map(({ collection, id, field, value, source, readAt }) => (
              <tr key={`${collection} ${id} ${field}`}>
                <th scope="row">
                  <span className="quiet">{collection}</span> <Name text={id} most={40} className="mono" />
                </th>
                <td className="mono">{field}</td>
                <td>
                  {value === null ? (
                    <em className="quiet">{t("inspector.absent")}</em>
                  ) : (
                    <Name text={Array.isArray(value) ? value.join(", ") : String(value)} most={80} className="mono" />
                  )}
                </td>
                <td>{t(`source.short.${source}`)}</td>
                <td>{readAt === null ? t("evidence.never") : <Ago at={readAt} now={now} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
