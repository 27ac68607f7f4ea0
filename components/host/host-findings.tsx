import { useEffect, useState } from "react";
import type { Words } from "../../lib/diagnosis/words/words.ts";
import type { HostFinding, HostRuleId } from "../../lib/host/finding.ts";
import type { Language } from "../messages/language.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Name } from "../parts/name.tsx";
import { EvidenceLines } from "./judged-lines.tsx";

type HostWords = Readonly<Record<HostRuleId, unknown>>;

/** Each language is a chunk of its own, loaded when there is a finding to tell. */
const load = {
  en: async () => (await import("../../lib/diagnosis/words/en/host.ts")).host,
  "zh-tw": async () => (await import("../../lib/diagnosis/words/zh-tw/host.ts")).host,
} satisfies Record<Language, () => Promise<HostWords>>;

/** Lines that are shown of a finding. */
const mostEvidence = 5;

/** SGP-100 to SGP-108: what the output proves wrong, and what to do. */
export function HostFindings({ findings }: { readonly findings: readonly HostFinding[] }) {
  const { language, t } = useMessages();
  const [words, setWords] = useState<HostWords | null>(null);
  const isNeeded = findings.length > 0;
  useEffect(() => {
    if (!isNeeded) return;
    let isCurrent = true;
    // Without words a finding is told by its code and rule.
    load[language]().then(
      (found) => isCurrent && setWords(found),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [language, isNeeded]);
  return (
    <section className="host-part" aria-label={t("host.findings")}>
      <h3>{t("host.findings")}</h3>
      {findings.length === 0 && <p className="quiet">{t("host.findings.none")}</p>}
      {findings.map((finding) => (
        <article key={finding.id} className="host-finding" data-severity={finding.severity}>
          <Told finding={finding} words={words} />
          <EvidenceLines lines={finding.evidence.slice(0, mostEvidence)} />
        </article>
      ))}
    </section>
  );
}

function Told({ finding, words }: { readonly finding: HostFinding; readonly words: HostWords | null }) {
  const { t } = useMessages();
  const { rule, code, severity, facts, subjects } = finding;
  // Rule and facts of a finding belong together; TypeScript does not follow that through the table.
  const own = words?.[rule] as Words | undefined;
  const told = { facts, subjects, cluster: "", region: null };
  return (
    <>
      <h4>
        <span className="mono">{code}</span> <span className="host-severity">{t(`host.severity.${severity}`)}</span>{" "}
        {own?.title ?? rule}
      </h4>
      {own && (
        <>
          <p>
            <Name text={own.describe(told)} most={1200} />
          </p>
          <p>
            <b>{t("host.findings.remedy")}: </b>
            <Name text={own.remedy(told)} most={1200} />
          </p>
        </>
      )}
    </>
  );
}
