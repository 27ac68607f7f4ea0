import { t } from "../components/messages/messages.ts";

export default function NotFound() {
  return (
    <main className="problem">
      <h1>{t("error.notFound")}</h1>
      <nav>
        <a href="/">{t("error.back")}</a>
      </nav>
    </main>
  );
}
