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
  const title = t(titles[code] ?? "error.unavailable", { name });
  return (
    <main className="problem">
      <title>{`${title} · ${t("app.name")}`}</title>
      <p className="mono quiet">{code}</p>
      <h1>{title}</h1>
      <p>{message}</p>
      <nav>
        {hasMoment && <a href={`/clusters/${encodeURIComponent(name)}`}>{t("error.latest")}</a>}
        <a href="/">{t("error.back")}</a>
      </nav>
    </main>
  );
}
