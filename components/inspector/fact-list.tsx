import { Pencil } from "lucide-react";
import { filledReason } from "../../lib/diagram/filled.ts";
import type { Model } from "../../lib/diagram/model.ts";
import { printable } from "../../lib/diagram/printable.ts";
import { useMessages, useT } from "../messages/use-messages.ts";
import { Ago } from "../parts/ago.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { labelOf } from "../parts/label-of.ts";
import { Name } from "../parts/name.tsx";
import type { Fact, FactValue } from "./facts.ts";
import { Seen } from "./seen.tsx";

interface FactListProps {
  readonly facts: readonly Fact[];
  readonly model: Model;
  readonly now: number;
  readonly onSelect: (id: string) => void;
}

/** Facts, each with where and when it was seen. */
export function FactList({ facts, model, now, onSelect }: FactListProps) {
  const t = useT();
  return (
    <section className="facts">
      <h3>{t("inspector.facts")}</h3>
      <dl>
        {facts.map((fact) => (
          <div key={fact.label}>
            <dt>{t(fact.label)}</dt>
            <dd>
              <Value value={fact.value} model={model} now={now} onSelect={onSelect} />
              <Filled fact={fact} model={model} />
              {fact.copy && "text" in fact.value && <CopyButton text={fact.value.text} what={t(fact.label)} />}
            </dd>
            <dd className="seen">
              <Seen fact={fact} model={model} now={now} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface ValueProps {
  readonly value: FactValue;
  readonly model: Model;
  readonly now: number;
  readonly onSelect: (id: string) => void;
}

function Value({ value, model, now, onSelect }: ValueProps) {
  const { moment, t } = useMessages();
  switch (value.as) {
    case "text":
      return <Name text={value.text} most={value.most ?? 400} />;
    case "mono":
      return <Name text={value.text} most={value.most ?? 2000} className="mono" />;
    case "time":
      return (
        <span>
          <span className="mono">
            {value.exact ? moment(value.at) : t("fact.atLeast", { moment: moment(value.at) })}
          </span>
          <span className="quiet">
            {" "}
            <Ago at={value.at} now={now} />
          </span>
        </span>
      );
    case "link": {
      const other = model.byId.get(value.id);
      if (!other) return <Name text={value.id} most={64} className="mono" />;
      return (
        <button type="button" className="link" onClick={() => onSelect(value.id)}>
          <Name text={labelOf(other)} most={36} />
        </button>
      );
    }
    case "unknown":
      return <em className="quiet">{t("inspector.unknown")}</em>;
    case "absent":
      return <em className="quiet">{t("inspector.absent")}</em>;
  }
}

function Filled({ fact: { path }, model }: { readonly fact: Fact; readonly model: Model }) {
  const t = useT();
  const reason = path === null ? undefined : filledReason(model.head, path);
  if (reason === undefined) return null;
  return (
    <span className="filled" title={t("inspector.filled.about", { reason: printable(reason) })}>
      <Pencil size={10} aria-hidden />
      {t("inspector.filled")}
    </span>
  );
}
