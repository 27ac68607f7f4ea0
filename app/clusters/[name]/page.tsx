import { notFound } from "next/navigation";
import { Suspense } from "react";
import { Dashboard } from "../../../components/dashboard/dashboard.tsx";
import { titleOf } from "../../../components/dashboard/title.ts";
import { Problem } from "../../../components/states/problem.tsx";
import { Skeleton } from "../../../components/states/skeleton.tsx";
import { blindSpots, freshnessAt } from "../../../lib/diagram/freshness.ts";
import { parseView, type View } from "../../../lib/diagram/view.ts";
import { listClusters, type StartAnswer, startFor } from "../../../lib/server/clusters.ts";
import { readMessages } from "../../reader.ts";

export const dynamic = "force-dynamic";

interface PageProps {
  readonly params: Promise<{ readonly name: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** How long an answer may take before the page's frame is sent ahead of it. */
const patienceMs = 400;

export default async function Cluster({ params, searchParams }: PageProps) {
  const name = nameOf((await params).name);
  const view = parseView(queryOf(await searchParams));
  const answer = startFor(name, view.at);
  const early = await Promise.race([answer, new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null))]);
  if (early) return <Shown name={name} view={view} answer={early} />;
  return (
    <Suspense fallback={<Skeleton />}>
      <Late name={name} view={view} answer={answer} />
    </Suspense>
  );
}

interface ShownProps {
  readonly name: string;
  readonly view: View;
  readonly answer: StartAnswer;
}

async function Late({ answer, ...rest }: Omit<ShownProps, "answer"> & { readonly answer: Promise<StartAnswer> }) {
  return <Shown {...rest} answer={await answer} />;
}

async function Shown({ name, view, answer }: ShownProps) {
  if (!answer.ok) {
    if (answer.error.code === "unknown-cluster") notFound();
    return <Problem code={answer.error.code} message={answer.error.message} name={name} hasMoment={view.at !== null} />;
  }
  const { start, isWhole } = answer;
  const { head, summary, totals } = start;
  const [clusters, messages] = await Promise.all([listClusters(), readMessages()]);
  const isBlind = blindSpots(freshnessAt(head, head.at)).length > 0;
  return (
    <>
      <title>{titleOf(messages, head.cluster, summary, totals, isBlind)}</title>
      <Dashboard
        key={name}
        name={name}
        start={start}
        isWhole={isWhole}
        view={view}
        clusters={clusters.map((cluster) => ({ name: cluster.name, mode: cluster.mode }))}
      />
    </>
  );
}

function nameOf(parameter: string): string {
  try {
    return decodeURIComponent(parameter);
  } catch {
    return parameter;
  }
}

function queryOf(parameters: Readonly<Record<string, string | string[] | undefined>>): URLSearchParams {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) query.append(key, one);
  }
  return query;
}
