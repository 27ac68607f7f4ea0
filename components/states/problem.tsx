"use client";

import type { MessageKey } from "../messages/messages.ts";
import { useT } from "../messages/use-messages.ts";

interface ProblemProps {
  readonly code: string;
  readonly message: string;
  readonly name: string;
  readonly hasMoment: boolean;
}

const titles: Readonly<Record<string, MessageKey>> = {
  "unknown-cluster": "error.unknown-cluster",
  "out-of-span": "error.out-of-span",
};

/** A cluster or a moment that cannot be shown: what is the case, and where to go from there. */
export function Problem({ code, message, name, hasMoment }: ProblemProps) {
  const t = useT();
  return (
    <main className="problem">
      <p className="mono quiet">{code}</p>
      <h1>{t(titles[code] ?? "error.unavailable", { name })}</h1>
      <p>{message}</p>
      <nav>
        {hasMoment && <a href={`/clusters/${encodeURIComponent(name)}`}>{t("error.latest")}</a>}
        <a href="/">{t("error.back")}</a>
      </nav>
    </main>
  );
}
