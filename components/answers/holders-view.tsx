import { printable } from "../../lib/diagram/printable.ts";
import { CommandList } from "../findings/command-list.tsx";
import type { AnswerProps } from "./answer-props.ts";
import { Reference } from "./reference.tsx";

/** Interfaces with whom they serve, rules, policies, and the order in which to let go. */
export function HoldersView({ answer, words, messages: { t, number }, onSelect }: AnswerProps<"holders">) {
  const { interfaces, policies, rules, order } = answer;
  return (
    <>
      {order.length > 0 && (
        <details>
          <summary>{t("answer.order")}</summary>
          <ol className="ladder">
            {order.map((step) => (
              <li key={step.step}>
                {printable(words.releaseStep(step))}
                <CommandList commands={step.commands} />
              </li>
            ))}
          </ol>
        </details>
      )}
      {interfaces.total > 0 && (
        <details>
          <summary>{t("answer.interfaces", { n: interfaces.total })}</summary>
          <ul>
            {interfaces.shown.map(({ eni, verdict, pods, node }) => (
              <li key={eni}>
                <Reference id={eni} onSelect={onSelect} />{" "}
                <span className="quiet">
                  {words.holderVerdicts[verdict]} {printable(pods.join(", ") || node || "")}
                </span>
              </li>
            ))}
          </ul>
          {interfaces.total > interfaces.shown.length && (
            <p className="quiet">{t("answer.more", { n: number(interfaces.total - interfaces.shown.length) })}</p>
          )}
        </details>
      )}
      {rules.total > 0 && (
        <details>
          <summary>{t("answer.rules", { n: rules.total })}</summary>
          <ul>
            {rules.shown.map(({ rule, group }) => (
              <li key={rule}>
                <Reference id={group} onSelect={onSelect} /> <span className="mono quiet">{rule}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {policies.total > 0 && (
        <details>
          <summary>{t("answer.policies", { n: policies.total })}</summary>
          <ul>
            {policies.shown.map(({ policy, pods }) => (
              <li key={policy}>
                <Reference id={`policy/${policy}`} text={policy} onSelect={onSelect} />{" "}
                <span className="quiet">{t("rail.policies.pods", { n: pods })}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
