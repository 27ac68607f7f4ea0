import { notFound } from "next/navigation";
import { parseMarkdown } from "../../../components/checks/markdown.ts";
import { MarkdownView } from "../../../components/checks/markdown-view.tsx";
import { hub } from "../../../lib/server/hub.ts";
import { readMessages } from "../../reader.ts";

export const dynamic = "force-dynamic";

interface PageProps {
  readonly params: Promise<{ readonly code: string }>;
}

/** What a check means, why it happens, how it is decided, and what to do. */
export default async function Check({ params }: PageProps) {
  const { code } = await params;
  const page = await hub().checkPage(code);
  if (page === null) notFound();
  const { t } = await readMessages();
  return (
    <main className="check-page">
      <title>{`${code} · ${t("app.name")}`}</title>
      <article lang="en">
        <a className="link" href="/">
          {t("error.back")}
        </a>
        <MarkdownView blocks={parseMarkdown(page)} />
      </article>
    </main>
  );
}
