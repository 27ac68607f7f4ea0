import { printable } from "../../lib/diagram/printable.ts";
import { CommandList } from "../findings/command-list.tsx";
import type { AnswerProps } from "./answer-props.ts";
import { Reference } from "./reference.tsx";

/** Groups that are wanted, by policy, beside those in force. */
export function PodGroupsView({ answer, words, messages: { t }, onSelect }: AnswerProps<"pod-groups">) {
  const { wanted, actual, unmatched, groupNames, restart, missing, surplus } = answer;
  const group = (id: string, odd: readonly string[]) => (
    <li key={id} data-odd={odd.includes(id)}>
      <Reference id={id} text={groupNames[id] ? `${groupNames[id]} ${id}` : id} onSelect={onSelect} />
      {odd.includes(id) && <span className="quiet"> {t(odd === missing ? "answer.missing" : "answer.surplus")}</span>}
    </li>
  );
  return (
    <>
      <h4>{t("answer.wanted")}</h4>
      {wanted === null ? (
        <p className="quiet">{words.unknown}</p>
      ) : (
        <ul>{wanted.groups.map((id) => group(id, missing))}</ul>
      )}
      {wanted?.policies.map(({ policy, groups, onlyHere }) => (
        <p key={policy} className="quiet">
          <Reference id={`policy/${policy}`} text={policy} onSelect={onSelect} />{" "}
          {t("answer.adds", { groups: groups.join(", ") })}{" "}
          {onlyHere.length > 0 && t("answer.onlyHere", { groups: onlyHere.join(", ") })}
        </p>
      ))}
      <h4>{t("answer.actual")}</h4>
      {actual === null ? (
        <p className="quiet">{words.unknown}</p>
      ) : (
        <ul>{actual.groups.map((id) => group(id, surplus))}</ul>
      )}
      {unmatched.total > 0 && (
        <details>
          <summary>{t("answer.unmatched", { n: unmatched.total })}</summary>
          {unmatched.shown.map((one) => (
            <p key={one.policy}>{printable(words.unmatched(one))}</p>
          ))}
        </details>
      )}
      <CommandList commands={restart} />
    </>
  );
}
