import type { Finding } from "../../lib/diagnosis/finding.ts";
import { useT } from "../messages/use-messages.ts";
import { Ago } from "../parts/ago.tsx";

/** Since when it holds; what was so at the first look may have begun earlier. */
export function Since({ since, now }: { readonly since: NonNullable<Finding["since"]>; readonly now: number }) {
  const t = useT();
  const ago = <Ago at={since.at} now={now} />;
  return since.exact ? (
    <>
      {t("finding.since")} {ago}
    </>
  ) : (
    <>
      {t("finding.sinceAtLeast")} {ago}
    </>
  );
}
