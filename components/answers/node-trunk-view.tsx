import { Name } from "../parts/name.tsx";
import type { AnswerProps } from "./answer-props.ts";

/** The ladder to a trunk; the first rung that is missing is told with its cause. */
export function NodeTrunkView({ answer: { ladder, broken }, words }: AnswerProps<"node-trunk">) {
  return (
    <ol className="ladder">
      {ladder.map(({ rung, state, evidence }) => (
        <li key={rung} data-state={state} data-broken={broken?.rung === rung}>
          <span>{words.rungs[rung]}</span> <b>{words.rungStates[state]}</b>
          {broken?.rung === rung && <p>{words.brokenRungs[rung]}</p>}
          {evidence.map(({ collection, id, field, value }) => (
            <p key={`${collection} ${id} ${field}`} className="quiet mono">
              <Name text={`${collection}/${id} ${field} = ${JSON.stringify(value)}`} most={90} />
            </p>
          ))}
        </li>
      ))}
    </ol>
  );
}
