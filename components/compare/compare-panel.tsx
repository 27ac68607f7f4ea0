"use client";

import { Minus, Pencil, Plus, X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { printable } from "../../lib/diagram/printable.ts";
import type { Changed, Cut, KindDifferences, Named } from "../../lib/snapshot/differences.ts";
import type { MessageKey } from "../messages/messages.ts";
import { useMessages, useT } from "../messages/use-messages.ts";
import { labelOfId } from "../parts/label-of.ts";
import { Name } from "../parts/name.tsx";
import { useDifferences } from "./use-differences.ts";

interface ComparePanelProps {
  readonly cluster: string;
  readonly at: number | null;
  readonly compare: number;
  readonly isLive: boolean;
  readonly selection: string | null;
  readonly onSelect: (id: string) => void;
  readonly onClose: () => void;
}

/** What differs between two moments, by kind; each row selects what it is about. */
export function ComparePanel({ cluster, at, compare, isLive, selection, onSelect, onClose }: ComparePanelProps) {
  const { moment, t } = useMessages();
  const answer = useDifferences({ cluster, at, compare, isLive });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <section className="compare" aria-label={t("compare.title")}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {t("compare.title")}
        </h2>
        <button
          type="button"
          className="icon-button"
          aria-label={t("compare.close")}
          title={t("compare.close")}
          onClick={onClose}
        >
          <X size={15} aria-hidden />
        </button>
      </header>
      {!answer ? (
        <p className="compare-note" role="status">
          {t("compare.loading")}
        </p>
      ) : !answer.ok ? (
        <p className="compare-note" role="alert">
          {t("compare.failed")} {printable(answer.refusal.message)}
        </p>
      ) : (
        <div className="compare-body">
          <p className="compare-note">
            {t("compare.between", { from: moment(answer.value.from), to: moment(answer.value.to) })}
          </p>
          {answer.value.kinds.length === 0 && <p className="compare-note">{t("compare.same")}</p>}
          {answer.value.kinds.map((one) => (
            <KindPart key={one.kind} differences={one} selection={selection} onSelect={onSelect} />
          ))}
        </div>
      )}
    </section>
  );
}

interface KindPartProps {
  readonly differences: KindDifferences;
  readonly selection: string | null;
  readonly onSelect: (id: string) => void;
}

function KindPart({ differences, selection, onSelect }: KindPartProps) {
  const { number, t } = useMessages();
  const { kind, added, removed, changed } = differences;
  const total = added.total + removed.total + changed.total;
  const row = (one: Named, more?: ReactNode) => (
    <li key={one.id}>
      <button
        type="button"
        className="rail-row"
        aria-pressed={selection === one.id}
        title={printable(one.id)}
        onClick={() => onSelect(one.id)}
      >
        <Name text={one.name && !one.id.includes("/") ? one.name : labelOfId(one.id)} most={38} />
      </button>
      {more}
    </li>
  );
  return (
    <section className="compare-kind">
      <h3>
        {t(`role.${kind}`)}
        <span>{number(total)}</span>
      </h3>
      <Part name="compare.added" icon={<Plus size={12} aria-hidden />} list={added} row={(one) => row(one)} />
      <Part name="compare.removed" icon={<Minus size={12} aria-hidden />} list={removed} row={(one) => row(one)} />
      <Part
        name="compare.changed"
        icon={<Pencil size={11} aria-hidden />}
        list={changed}
        row={(one) => row(one, <Fields changed={one} />)}
      />
    </section>
  );
}

interface PartProps<T> {
  readonly name: MessageKey;
  readonly icon: ReactNode;
  readonly list: Cut<T>;
  readonly row: (one: T) => ReactNode;
}

function Part<T>({ name, icon, list, row }: PartProps<T>) {
  const { number, t } = useMessages();
  if (list.total === 0) return null;
  return (
    <>
      <h4>
        {icon}
        {t(name)}
        <span>{number(list.total)}</span>
      </h4>
      <ul>{list.first.map(row)}</ul>
      {list.total > list.first.length && (
        <p className="compare-note">{t("compare.more", { n: list.total - list.first.length })}</p>
      )}
    </>
  );
}

function Fields({ changed: { fields } }: { readonly changed: Changed }) {
  const t = useT();
  const shown = (value: string | null) =>
    value === null ? <em className="quiet">{t("compare.absent")}</em> : <Name text={value} most={60} />;
  return (
    <dl className="compare-fields">
      {fields.map(({ field, before, after }) => (
        <div key={field}>
          <dt className="mono">{field}</dt>
          <dd>
            <del>{shown(before)}</del> <ins>{shown(after)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
