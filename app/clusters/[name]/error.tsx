"use client";

import { useT } from "../../../components/messages/use-messages.ts";

export default function Failed({ reset }: { readonly error: Error; readonly reset: () => void }) {
  const t = useT();
  return (
    <main className="problem">
      <title>{`${t("error.title")} · ${t("app.name")}`}</title>
      <h1>{t("error.title")}</h1>
      <p>{t("error.about")}</p>
      <nav>
        <button type="button" onClick={reset}>
          {t("error.retry")}
        </button>
        <a href="/">{t("error.back")}</a>
      </nav>
    </main>
  );
}
