import type { Difference, Judged } from "../../lib/host/judged.ts";
import type { Line } from "../../lib/host/line.ts";
import type { Surplus } from "../../lib/host/surplus.ts";
import type { Translate } from "../messages/messages.ts";
import { useT } from "../messages/use-messages.ts";
import { Name } from "../parts/name.tsx";
import { VerdictMark } from "./verdict-mark.tsx";

/** Lines that should be there, each with its verdict and the line of the node that says so. */
export function JudgedLines({ lines }: { readonly lines: readonly Judged[] }) {
  const t = useT();
  return (
    <ul className="judged">
      {lines.map(({ expected, text, verdict, differences, notShown, evidence }) => (
        <li key={`${expected.role} ${expected.mode} ${text}`} data-verdict={verdict}>
          <p className="judged-head">
            <VerdictMark verdict={verdict} />
            <span>{t(`host.role.${expected.role}`)}</span>
            {expected.mode && (
              <span className="quiet">{t("host.onlyIn", { mode: t(`host.mode.${expected.mode}`) })}</span>
            )}
          </p>
          <code className="mono">
            <Name text={text} most={160} />
          </code>
          {differences.map((one) => (
            <p key={one.field} className="judged-wrong">
              {differenceText(t, one)}
            </p>
          ))}
          {notShown.length > 0 && (
            <p className="quiet">
              {t("host.notShown", { fields: notShown.map((field) => t(`host.field.${field}`)).join(", ") })}
            </p>
          )}
          <EvidenceLines lines={evidence.slice(0, 2)} />
        </li>
      ))}
    </ul>
  );
}

/** What the node has and should not have. */
export function SurplusLines({ surplus }: { readonly surplus: readonly Surplus[] }) {
  const t = useT();
  return (
    <ul className="judged">
      {surplus.map(({ kind, name, reason, evidence }) => (
        <li key={`${kind} ${name} ${evidence[0]?.number}`} data-verdict="surplus">
          <p className="judged-head">
            <VerdictMark verdict="surplus" />
            <span>{t(`host.surplus.${kind}`)}</span>
            <span className="quiet">{t(`host.surplus.${reason}`)}</span>
          </p>
          <code className="mono">
            <Name text={name} most={160} />
          </code>
          <EvidenceLines lines={evidence.slice(0, 1)} />
        </li>
      ))}
    </ul>
  );
}

/** Lines as the node gave them. */
export function EvidenceLines({ lines }: { readonly lines: readonly Line[] }) {
  const t = useT();
  return lines.map(({ file, number, text }) => (
    <p key={`${file} ${number}`} className="judged-evidence mono">
      <span className="sr-only">{t("host.evidence")}: </span>
      <Name text={`${file}:${number}`} most={48} className="quiet" /> <Name text={text.trim()} most={200} />
    </p>
  ));
}

function differenceText(t: Translate, { field, expected, observed }: Difference): string {
  if (field === "presence") return t("host.difference.presence");
  return t("host.difference", { field: t(`host.field.${field}`), expected, observed });
}
