import { get, type Model } from "../../lib/diagram/model.ts";
import { pathThrough } from "../../lib/diagram/path.ts";
import type { Resource } from "../../lib/topology/resources.ts";
import { FactList } from "../inspector/fact-list.tsx";
import { factsOf } from "../inspector/facts.ts";
import { Rules } from "../inspector/rules.tsx";
import { useT } from "../messages/use-messages.ts";
import { GroupBars } from "../parts/group-bars.tsx";
import { labelOf, labelOfId } from "../parts/label-of.ts";
import { Name } from "../parts/name.tsx";

interface GuardsProps {
  readonly model: Model;
  readonly resource: Resource;
  readonly now: number;
  readonly onSelect: (id: string) => void;
}

/** The security groups of the ENI that carries the path, and the policies that chose them. */
export function Guards({ model, resource, now, onSelect }: GuardsProps) {
  const t = useT();
  const { pod, carrier } = pathThrough(model, resource);
  const groupIds = [...(carrier?.groupIds ?? [])].sort();
  if (groupIds.length === 0) return null;
  return (
    <section className="guards" aria-label={t("focus.hop.groups")}>
      <h3>{t("focus.hop.groups")}</h3>
      {pod && <Policies ids={pod.policyIds} onSelect={onSelect} />}
      <ul>
        {groupIds.map((id) => {
          const group = get(model, "securityGroup", id);
          return (
            <li key={id} className="hop">
              <article>
                <h4>
                  <button type="button" className="hop-head" data-hop disabled={!group} onClick={() => onSelect(id)}>
                    <span>{t("kind.securityGroup")}</span>
                    <b>
                      <GroupBars ids={[id]} />
                      <Name text={group ? labelOf(group) : id} most={36} />
                    </b>
                  </button>
                </h4>
                {group && <FactList facts={factsOf(group, t)} model={model} now={now} onSelect={onSelect} />}
                {group && <Rules rules={group.rules} model={model} onSelect={onSelect} />}
              </article>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Policies({
  ids,
  onSelect,
}: {
  readonly ids: readonly string[] | undefined;
  readonly onSelect: (id: string) => void;
}) {
  const t = useT();
  if (ids === undefined) return <p className="quiet">{t("focus.unknownPolicy")}</p>;
  if (ids.length === 0) return <p className="quiet">{t("focus.noPolicy")}</p>;
  return (
    <p className="guards-policies">
      {t("focus.policy")}
      {ids.map((id) => (
        <button key={id} type="button" className="link" onClick={() => onSelect(id)}>
          <Name text={labelOfId(id)} most={48} />
        </button>
      ))}
    </p>
  );
}
