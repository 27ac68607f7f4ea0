import type { Model } from "../../lib/diagram/model.ts";
import { FactList } from "../inspector/fact-list.tsx";
import { useT } from "../messages/use-messages.ts";
import { GroupBars } from "../parts/group-bars.tsx";
import { Name } from "../parts/name.tsx";
import type { Hop } from "./hops.ts";

interface HopCardProps {
  readonly hop: Hop;
  readonly isSubject: boolean;
  readonly model: Model;
  readonly now: number;
  readonly onSelect: (id: string) => void;
}

export function HopCard({ hop, isSubject, model, now, onSelect }: HopCardProps) {
  const t = useT();
  const { resource } = hop;
  return (
    <li className="hop" data-subject={isSubject} data-derived={hop.isDerived}>
      <span className="hop-wire" aria-hidden={hop.wire === null}>
        {hop.wire && <b className="mono">{hop.wire}</b>}
      </span>
      <article>
        <HopHead hop={hop} onSelect={onSelect} />
        {hop.key === "container" && <p className="hop-note mono">{t("focus.eth0")}</p>}
        {hop.isDerived && <p className="hop-note">{t(hop.key === "veth" ? "focus.derived.veth" : "focus.derived")}</p>}
        {resource?.marks.map((mark) => (
          <p key={mark} className="hop-note" data-mark>
            <i className="mark-sign" />
            {t(`mark.${mark}`)}
          </p>
        ))}
        <FactList facts={hop.facts} model={model} now={now} onSelect={onSelect} />
      </article>
    </li>
  );
}

function HopHead({ hop: { kind, name, resource }, onSelect }: Pick<HopCardProps, "hop" | "onSelect">) {
  const t = useT();
  const text = (
    <>
      <span>{t(kind)}</span>
      <b>
        {resource && "groupIds" in resource && <GroupBars ids={resource.groupIds} />}
        <Name text={name} most={40} />
      </b>
    </>
  );
  if (!resource)
    return (
      <h3 className="hop-head" data-hop tabIndex={-1}>
        {text}
      </h3>
    );
  return (
    <h3>
      <button type="button" className="hop-head" data-hop onClick={() => onSelect(resource.id)}>
        {text}
      </button>
    </h3>
  );
}
