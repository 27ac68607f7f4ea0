import { CommandList } from "../findings/command-list.tsx";
import type { AnswerProps } from "./answer-props.ts";
import { Reference } from "./reference.tsx";

/** Pods that the policy selects and does not reach, what to restart, and the nearest labels where it selects nothing. */
export function PolicyReachView({ answer, words, messages: { t }, onSelect }: AnswerProps<"policy-reach">) {
  const { unreached, restarts, nearest } = answer;
  return (
    <>
      {unreached.total > 0 && (
        <>
          <h4>{t("answer.unreached", { n: unreached.total })}</h4>
          <ul>
            {unreached.shown.map(({ pod, verdict, reason }) => (
              <li key={pod}>
                <Reference id={`pod/${pod}`} text={pod} onSelect={onSelect} />{" "}
                <span className="quiet" title={words.groupsReasons[reason]}>
                  {words.groupsVerdicts[verdict]}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <CommandList commands={restarts.shown.flatMap(({ commands }) => commands)} />
      {nearest !== null && nearest.nearest.length > 0 && (
        <>
          <h4>{t("answer.nearest")}</h4>
          <ul>
            {nearest.nearest.map(({ pod, lacks }) => (
              <li key={pod}>
                <Reference id={`pod/${pod}`} text={pod} onSelect={onSelect} />{" "}
                <span className="quiet">{t("answer.lacksLabels", { labels: lacks.join(", ") })}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
