import type { Spread } from "../../lib/life/latency.ts";
import type { Evidence, Step, StepState } from "../../lib/life/life.ts";
import type { Messages } from "../messages/messages.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Name } from "../parts/name.tsx";
import { Glyph, type Tone } from "../parts/status.tsx";
import { durationIn } from "./duration.ts";

interface LifeStepProps {
  readonly step: Step;
  /** The longest duration of the ladder, milliseconds. */
  readonly longest: number;
  /** How long it takes the cluster's Pods. */
  readonly usual: Spread | null;
}

/** One rung: its state, its time and how long it took, and what shows it. */
export function LifeStep({ step, longest, usual }: LifeStepProps) {
  const messages = useMessages();
  const { t } = messages;
  const { state, durationMs, evidence, provedBy, checks } = step;
  const isTrouble = state === "overdue" || state === "failed";
  return (
    <li data-state={state}>
      <p className="life-head">
        <Glyph tone={tones[state]} />
        <b>{t(`life.step.${step.step}`)}</b>
        <span className="quiet">{t(`life.state.${state}`)}</span>
        {isTrouble && checks.length > 0 && <span className="mono">{checks.join(" ")}</span>}
      </p>
      {step.at !== null && <p className="life-when">{whenIn(step, messages)}</p>}
      {durationMs !== null && (
        <p className="life-took">
          <i style={{ width: `${(100 * Math.log1p(durationMs)) / Math.log1p(longest)}%` }} aria-hidden />
          <span>{t("life.took", { duration: durationIn(durationMs, messages) })}</span>
          {usual !== null && (
            <span className="quiet">
              {t("life.usual", {
                median: durationIn(usual.medianMs, messages),
                p95: durationIn(usual.p95Ms, messages),
              })}
            </span>
          )}
        </p>
      )}
      {provedBy !== null && <p className="quiet">{t("life.proof", { where: t(`life.proof.${provedBy}`) })}</p>}
      {evidence.length > 0 && (
        <details>
          <summary>{t("life.evidence")}</summary>
          <ul>
            {evidence.map((one) => (
              <EvidenceRow key={`${one.collection} ${one.id} ${one.field}`} evidence={one} />
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function EvidenceRow({ evidence }: { readonly evidence: Evidence }) {
  const { moment, t } = useMessages();
  const { source, id, field, value, at, by, request, error, filled } = evidence;
  const notes = [
    ...(by === undefined ? [] : [t("life.who", { who: by })]),
    ...(request === undefined ? [] : [t("life.request", { id: request })]),
    ...(error === undefined ? [] : [t("life.error", { code: error })]),
    ...(filled === undefined ? [] : [t("life.filled", { reason: filled })]),
  ];
  return (
    <li>
      <span className="quiet">{`${t(`source.short.${source}`)} · ${moment(at)}`}</span>
      <span className="mono">
        <Name text={`${id} ${field}: ${value}`} most={300} />
      </span>
      {notes.length > 0 && (
        <span className="quiet">
          <Name text={notes.join(", ")} most={400} />
        </span>
      )}
    </li>
  );
}

function whenIn({ at, notBefore, exactness }: Step, { moment, t }: Messages): string {
  if (at === null) return "";
  if (exactness === "before") return t("life.by", { moment: moment(at) });
  return notBefore !== null && notBefore < at
    ? t("life.between", { from: moment(notBefore), moment: moment(at) })
    : moment(at);
}

const tones: Readonly<Record<StepState, Tone>> = {
  reached: "good",
  overdue: "bad",
  failed: "bad",
  next: "wait",
  "not-reached": "quiet",
  "not-observable": "quiet",
};
