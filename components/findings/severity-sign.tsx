import type { Severity } from "../../lib/diagnosis/finding.ts";
import { useT } from "../messages/use-messages.ts";

/** How bad a finding is, by shape and colour; the word stands beside it. */
export function SeveritySign({ severity }: { readonly severity: Severity }) {
  return <i className="severity" data-severity={severity} aria-hidden />;
}

/** The worst finding about what it stands on; the word is in its title and for who cannot see it. */
export function SeverityBadge({ severity }: { readonly severity: Severity | null }) {
  const t = useT();
  if (severity === null) return null;
  const text = t("finding.badge", { severity: t(`severity.${severity}`) });
  return (
    <span className="badge" data-severity={severity} title={text}>
      <SeveritySign severity={severity} />
      <span className="sr-only"> {text} </span>
    </span>
  );
}
