import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Mark } from "../components/frame/mark.tsx";
import { ClusterList } from "../components/states/cluster-list.tsx";
import { listClusters } from "../lib/server/clusters.ts";
import { readMessages } from "./reader.ts";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await readMessages();
  return { title: `${t("clusters.title")} · ${t("app.name")}` };
}

export const dynamic = "force-dynamic";

export default async function Clusters({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly list?: string }>;
}) {
  const [clusters, { t }] = await Promise.all([listClusters(), readMessages()]);
  const live = clusters.filter(({ mode }) => mode === "live");
  const [only] = live;
  if (only && live.length === 1 && clusters.length === 1 && (await searchParams).list === undefined) {
    redirect(`/clusters/${encodeURIComponent(only.name)}`);
  }
  const rows = clusters.map(({ name, mode, state, trouble, region, about, status }) => ({
    name,
    mode,
    state,
    region,
    about: trouble?.message ?? about,
    isTrouble: trouble !== null,
    at: status?.at ?? null,
    stale:
      status?.sources
        .filter((source) => source.state === "stale" && !source.optional)
        .map(({ collection }) => collection) ?? [],
    counts:
      status &&
      (["instances", "trunks", "branches", "pods"] as const)
        .map((kind) => t(`clusters.${kind}`, { n: status.counts[kind] }))
        .join(" · "),
  }));
  return (
    <main className="clusters">
      <header>
        <Mark />
        <h1>{t("app.name")}</h1>
        <p>{t("app.about")}</p>
      </header>
      <ClusterList clusters={rows} now={Date.now()} />
    </main>
  );
}
