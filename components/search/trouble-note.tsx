"use client";

import { printable } from "../../lib/diagram/printable.ts";
import type { Trouble } from "../../lib/query/trouble.ts";
import { useT } from "../messages/use-messages.ts";

/** What is wrong with a search, with the place marked. */
export function TroubleNote({
  id,
  text,
  trouble: { at, length, code, about, expected },
}: {
  readonly id: string;
  readonly text: string;
  readonly trouble: Trouble;
}) {
  const t = useT();
  const end = Math.max(at + length, at + 1);
  return (
    <p id={id} className="search-trouble">
      <code>
        {printable(text.slice(Math.max(0, at - 24), at))}
        <mark>{printable(text.slice(at, end)) || "\u00a0"}</mark>
        {printable(text.slice(end, end + 24))}
      </code>
      <span>{t(`query.trouble.${code}`, { about: printable(about) })}</span>
      {expected && <span className="quiet">{t("find.instead", { list: expected.slice(0, 5).join(", ") })}</span>}
    </p>
  );
}
