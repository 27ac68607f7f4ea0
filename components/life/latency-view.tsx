import type { ReactNode } from "react";
import type { Latency } from "../../lib/life/latency.ts";
import { Reference } from "../answers/reference.tsx";
import { useMessages } from "../messages/use-messages.ts";
import { AllocationHistogram } from "./allocation-histogram.tsx";
import { durationIn } from "./duration.ts";
import { LatencyWorkloads } from "./latency-workloads.tsx";

interface LatencyViewProps {
  readonly latency: Latency;
  readonly onSelect: (id: string) => void;
}

/** Where Pods are stuck first, then how long they took: by step, to their branch, the slowest, and by workload. */
export function LatencyView({ latency, onSelect }: LatencyViewProps) {
  const { moment, number, t } = useMessages();
  const { at, since, pods, leftOut, steps, allocation, slowest, stuck, workloads } = latency;
  const span = { since: moment(since), at: moment(at) };
  return (
    <section className="answer latency">
      <p>{pods === 0 ? t("latency.none", span) : t("latency.told", { n: number(pods), ...span })}</p>
      {leftOut > 0 && <p>{t("latency.leftOut", { n: number(leftOut) })}</p>}
      {pods > 0 && (
        <>
          <Part title={t("latency.stuck")}>
            {stuck.length === 0 ? <p>{t("latency.stuck.none")}</p> : <StuckPods stuck={stuck} onSelect={onSelect} />}
          </Part>
          <Part title={t("latency.allocation")}>
            <AllocationHistogram allocation={allocation} pods={pods} title={t("latency.allocation")} />
          </Part>
          {slowest.length > 0 && (
            <Part title={t("latency.slowest")}>
              <SlowestPods slowest={slowest} onSelect={onSelect} />
            </Part>
          )}
          <Part title={t("latency.steps")}>
            {steps.length === 0 ? <p>{t("latency.steps.none")}</p> : <StepTable steps={steps} />}
          </Part>
          <Part title={t("latency.workloads")}>
            <LatencyWorkloads workloads={workloads} />
          </Part>
        </>
      )}
    </section>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <h3>{title}</h3>
      {children}
    </>
  );
}

function StuckPods({ stuck, onSelect }: Pick<Latency, "stuck"> & Pick<LatencyViewProps, "onSelect">) {
  const { number, t } = useMessages();
  return (
    <ul className="answer-rows">
      {stuck.map(({ step, checks, count, pods }) => (
        <li key={step}>
          <b>{t(`life.step.${step}`)}</b> {t("latency.workload.stuck", { n: number(count) })}{" "}
          <span className="mono">{checks.join(" ")}</span>
          <ul aria-label={t("latency.stuck.pods")}>
            {[...new Set(pods)].map((pod) => (
              <li key={pod}>
                <Reference id={`pod/${pod}`} text={pod} onSelect={onSelect} />
              </li>
            ))}
          </ul>
          {count > pods.length && <p className="quiet">{t("answer.more", { n: number(count - pods.length) })}</p>}
        </li>
      ))}
    </ul>
  );
}

function SlowestPods({ slowest, onSelect }: Pick<Latency, "slowest"> & Pick<LatencyViewProps, "onSelect">) {
  const messages = useMessages();
  return (
    <ol className="answer-rows">
      {slowest.map(({ pod, uid, allocationMs }) => (
        <li key={`${pod} ${uid} ${allocationMs}`}>
          <Reference id={`pod/${pod}`} text={pod} onSelect={onSelect} /> {durationIn(allocationMs, messages)}
        </li>
      ))}
    </ol>
  );
}

function StepTable({ steps }: Pick<Latency, "steps">) {
  const messages = useMessages();
  const { number, t } = messages;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, by keyboard too
    <section className="evidence" tabIndex={0} aria-label={t("latency.steps")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("latency.step")}</th>
            <th scope="col">{t("latency.median")}</th>
            <th scope="col">{t("latency.p95")}</th>
            <th scope="col">{t("latency.most")}</th>
            <th scope="col">{t("latency.pods")}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ step, medianMs, p95Ms, mostMs, count }) => (
            <tr key={step}>
              <th scope="row">{t(`life.step.${step}`)}</th>
              <td>{durationIn(medianMs, messages)}</td>
              <td>{durationIn(p95Ms, messages)}</td>
              <td>{durationIn(mostMs, messages)}</td>
              <td>{number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
