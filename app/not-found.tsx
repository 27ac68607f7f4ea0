import { readMessages } from "./reader.ts";

export default async function NotFound() {
  const { t } = await readMessages();
  return (
    <main className="problem">
      <title>{`${t("error.notFound")} · ${t("app.name")}`}</title>
      <h1>{t("error.notFound")}</h1>
      <nav>
        <a href="/">{t("error.back")}</a>
      </nav>
    </main>
  );
}
