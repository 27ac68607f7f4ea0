"use client";

import type { Latency } from "../../lib/life/latency.ts";
import type { Life } from "../../lib/life/life.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Name } from "../parts/name.tsx";
import { LifeStep } from "./life-step.tsx";
import { useTold } from "./use-told.ts";

interface LifePartProps {
  readonly cluster: string;
  readonly at: number | null;
  readonly id: string;
  readonly isLive: boolean;
  readonly onSelect: (id: string) => void;
}

/** The ladder of a Pod, a node or an ENI: what was reached and when, what shows it, how that compares, and what comes next. */
export function LifePart({ cluster, at, id, isLive, onSelect }: LifePartProps) {
  const { moment, t } = useMessages();
  const told = useTold<Life>("life", { cluster, at, id, everyMs: 5_000, isLive });
  const latency = useTold<Latency>("latency", { cluster, at, id: null, everyMs: 300_000, isLive });
  if (told === null) return <p className="stage-note">{t("top.loading")}</p>;
  if (!told.ok) {
    const isNone = told.refusal.code === "no-life";
    return (
      <p className="quiet life-note">
        {isNone ? t("life.none") : t("inspector.refused", { message: told.refusal.message })}
      </p>
    );
  }
  const life = told.value;
  const usual = new Map((latency?.ok && life.kind === "pod" ? latency.value.steps : []).map((one) => [one.step, one]));
  const longest = Math.max(1, ...life.steps.map(({ durationMs }) => durationMs ?? 0));
  return (
    <section className="life">
      <h3>{t("life.title")}</h3>
      <p className="quiet">
        {t("life.since", { moment: moment(life.since) })} {nextIn(life)}
      </p>
      <ol title={t("life.bar")}>
        {life.steps.map((step) => (
          <LifeStep key={step.step} step={step} longest={longest} usual={usual.get(step.step) ?? null} />
        ))}
      </ol>
      {life.earlier.length > 0 && <p className="quiet">{t("life.earlier", { n: life.earlier.length })}</p>}
      {life.owners.length > 0 && <Owners owners={life.owners} onSelect={onSelect} />}
    </section>
  );

  function nextIn({ steps, next }: Life): string {
    const step = steps.find((one) => one.step === next);
    if (step === undefined) return t("life.rest");
    const name = t(`life.step.${step.step}`);
    return step.state === "overdue" && step.due !== null
      ? t("life.late", { step: name, moment: moment(step.due) })
      : t("life.next", { step: name });
  }
}

function Owners({ owners, onSelect }: Pick<Life, "owners"> & Pick<LifePartProps, "onSelect">) {
  const { moment, t } = useMessages();
  return (
    <>
      <h3>{t("life.owners")}</h3>
      <ul className="life-owners">
        {owners.map(({ pod, uid, from, to }) => (
          <li key={`${pod} ${uid} ${from}`}>
            <button type="button" className="link" onClick={() => onSelect(`pod/${pod}`)}>
              <Name text={pod} most={80} />
            </button>
            <span className="quiet">
              {to === null
                ? t("life.owner.still", { from: moment(from) })
                : t("life.owner.until", { from: moment(from), to: moment(to) })}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
