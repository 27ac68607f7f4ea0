import type { Model } from "../../lib/diagram/model.ts";
import type { SecurityGroup } from "../../lib/topology/resources.ts";
import type { Translate } from "../messages/messages.ts";
import { useT } from "../messages/use-messages.ts";
import { GroupBars } from "../parts/group-bars.tsx";
import { labelOf } from "../parts/label-of.ts";
import { Name } from "../parts/name.tsx";

interface RulesProps {
  readonly rules: SecurityGroup["rules"];
  readonly model: Model;
  readonly onSelect: (id: string) => void;
}

/** What a security group allows, as EC2 states it. */
export function Rules({ rules, model, onSelect }: RulesProps) {
  const t = useT();
  return (
    <section className="rules">
      <h3>{t("inspector.rules")}</h3>
      {rules === undefined ? (
        <p className="quiet">{t("inspector.noRules")}</p>
      ) : (
        [false, true].map((isEgress) => {
          const some = rules.filter((rule) => rule.isEgress === isEgress);
          if (some.length === 0) return null;
          return (
            <div key={String(isEgress)} className="relation">
              <h4>{t(isEgress ? "inspector.outbound" : "inspector.inbound")}</h4>
              <ul>
                {some.map((rule) => {
                  const peer = model.byId.get(rule.peer);
                  return (
                    <li key={rule.id} className="rule" title={rule.id}>
                      <span className="mono">{portsOf(rule, t)}</span>
                      {peer ? (
                        <button type="button" className="link" onClick={() => onSelect(rule.peer)}>
                          <GroupBars ids={[rule.peer]} />
                          <Name text={labelOf(peer)} most={28} />
                        </button>
                      ) : (
                        <Name text={rule.peer} most={44} className="mono" />
                      )}
                      {rule.description && <Name text={rule.description} most={60} className="quiet" />}
                    </li>
                  );
                })}
              </ul>
            </div>
          );
        })
      )}
    </section>
  );
}

function portsOf({ protocol, fromPort, toPort }: NonNullable<SecurityGroup["rules"]>[number], t: Translate): string {
  if (protocol === "-1") return t("inspector.anyPort");
  if (fromPort === undefined || fromPort === -1) return protocol;
  return fromPort === toPort ? `${protocol} ${fromPort}` : `${protocol} ${fromPort}-${toPort ?? ""}`;
}
