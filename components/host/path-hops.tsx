import { factNames, type Hop } from "../../lib/host/path.ts";
import type { MessageKey } from "../messages/messages.ts";
import { useT } from "../messages/use-messages.ts";
import { labelOfId } from "../parts/label-of.ts";
import { Name } from "../parts/name.tsx";
import { JudgedLines } from "./judged-lines.tsx";
import { VerdictMark } from "./verdict-mark.tsx";

interface PathHopsProps {
  readonly hops: readonly Hop[];
  readonly onSelect: (id: string) => void;
}

/** From the container's eth0 to the branch ENI, in the order of a packet that leaves. */
export function PathHops({ hops, onSelect }: PathHopsProps) {
  const t = useT();
  return (
    <ol className="host-hops" aria-label={t("host.hops")}>
      {hops.map((hop) => (
        <li key={hop.name} className="host-hop" data-verdict={hop.verdict ?? "none"}>
          <article>
            <HopHead hop={hop} onSelect={onSelect} />
            <HopFacts facts={hop.facts} onSelect={onSelect} />
          </article>
          <JudgedLines lines={hop.lines} />
        </li>
      ))}
    </ol>
  );
}

function HopHead({
  hop: { name, resource, verdict },
  onSelect,
}: { readonly hop: Hop } & Pick<PathHopsProps, "onSelect">) {
  const t = useT();
  const title = t(`host.hop.${name}`);
  return (
    <div className="host-hop-head">
      <h3>
        {resource === null ? (
          <span data-hop tabIndex={-1}>
            {title}
          </span>
        ) : (
          <button type="button" className="link" data-hop onClick={() => onSelect(resource)}>
            {title} <Name text={labelOfId(resource)} most={32} className="mono" />
          </button>
        )}
      </h3>
      {verdict && <VerdictMark verdict={verdict} />}
    </div>
  );
}

/** Facts whose values are ids of resources. */
const resourceFacts: ReadonlySet<string> = new Set(["instance", "subnet", "securityGroups"]);

function HopFacts({ facts, onSelect }: Pick<Hop, "facts"> & Pick<PathHopsProps, "onSelect">) {
  const t = useT();
  return (
    <dl className="host-facts">
      {factNames.map((name) => {
        const value = facts[name];
        if (value === undefined) return null;
        const values = value === null ? [] : [value].flat().map(String);
        return (
          <div key={name}>
            <dt>{t(`host.fact.${name}` satisfies MessageKey)}</dt>
            <dd className="mono">
              {values.length === 0 && <span className="quiet">{t("host.unknownFact")}</span>}
              {values.map((one) =>
                resourceFacts.has(name) ? (
                  <button key={one} type="button" className="link" onClick={() => onSelect(one)}>
                    <Name text={one} most={40} />
                  </button>
                ) : (
                  <Name key={one} text={one} most={48} />
                ),
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
