import { Ago } from "../parts/ago.tsx";
import type { AnswerProps } from "./answer-props.ts";
import { Reference } from "./reference.tsx";

/** What no Pod owns, by class, and whether it may be deleted. */
export function LeaksView({
  answer: { classes, enis },
  words,
  messages: { t, number },
  now,
  onSelect,
}: AnswerProps<"leaks">) {
  if (enis.total === 0) return null;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, by keyboard too */}
      <section className="evidence" tabIndex={0} aria-label={t("answer.classes")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("answer.class")}</th>
              <th scope="col">{t("answer.enis")}</th>
              <th scope="col">{t("answer.ips")}</th>
              <th scope="col">{t("answer.slots")}</th>
              <th scope="col">{t("answer.deletable")}</th>
            </tr>
          </thead>
          <tbody>
            {classes.map((one) => (
              <tr key={one.class}>
                <th scope="row">{words.leakClasses[one.class]}</th>
                <td>{number(one.enis)}</td>
                <td>{number(one.ips)}</td>
                <td>{number(one.slots)}</td>
                <td>{number(one.deletable)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <ul className="answer-rows">
        {enis.shown.map(({ eni, class: name, safe, because, confidence, node, lastOwner, unownedSince }) => (
          <li key={eni}>
            <Reference id={eni} onSelect={onSelect} /> <b>{words.safeties[safe]}</b>
            <p className="quiet">
              {[
                words.leakClasses[name],
                t(`confidence.${confidence}`),
                node,
                lastOwner && t("answer.lastOwner", { pod: lastOwner }),
              ]
                .filter(Boolean)
                .join(" · ")}{" "}
              · {unownedSince === null ? t("finding.ageUnknown") : <Ago at={unownedSince.at} now={now} />}
            </p>
            <p>{words.safetyReasons[because]}</p>
          </li>
        ))}
      </ul>
      {enis.total > enis.shown.length && (
        <p className="findings-note">{t("answer.more", { n: number(enis.total - enis.shown.length) })}</p>
      )}
    </>
  );
}
