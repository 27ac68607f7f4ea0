import type { Latency } from "../../lib/life/latency.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Name } from "../parts/name.tsx";
import { AllocationHistogram } from "./allocation-histogram.tsx";
import { spreadIn } from "./duration.ts";

const mostShown = 20;

/** Each workload in one row that opens to its histogram; who has stuck Pods comes first. */
export function LatencyWorkloads({ workloads }: Pick<Latency, "workloads">) {
  const messages = useMessages();
  const { number, t } = messages;
  const shown = workloads.toSorted((a, b) => b.stuck - a.stuck).slice(0, mostShown);
  return (
    <>
      <ul className="answer-rows">
        {shown.map((one) => (
          <li key={one.workload}>
            {one.spread === null ? (
              <>
                <WorkloadName {...one} />
                <p className="quiet">{t("latency.workload.unknown")}</p>
              </>
            ) : (
              <details>
                <summary>
                  <WorkloadName {...one} /> <span className="quiet">{spreadIn(one.spread, messages)}</span>
                </summary>
                <AllocationHistogram allocation={one} pods={null} title={one.workload} />
              </details>
            )}
          </li>
        ))}
      </ul>
      {workloads.length > shown.length && (
        <p className="quiet">{t("latency.workloads.cut", { most: number(mostShown) })}</p>
      )}
    </>
  );
}

function WorkloadName({ workload, stuck }: Pick<Latency["workloads"][number], "workload" | "stuck">) {
  const { number, t } = useMessages();
  return (
    <>
      <Name text={workload} most={60} className="mono" />
      {stuck > 0 && <b> {t("latency.workload.stuck", { n: number(stuck) })}</b>}
    </>
  );
}
