"use client";

import { X } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { confidences, type Finding, severities } from "../../lib/diagnosis/finding.ts";
import {
  everything,
  type FindingFilter,
  type FindingGroup,
  type FindingGrouping,
  findingGroupings,
  groupFindings,
  type SubjectKind,
} from "../../lib/diagram/finding-list.ts";
import type { Model } from "../../lib/diagram/model.ts";
import { useMessages } from "../messages/use-messages.ts";
import { FindingRow } from "./finding-row.tsx";
import { UndecidedList } from "./undecided-list.tsx";
import { useSentences } from "./use-sentences.ts";

interface FindingsPanelProps {
  readonly model: Model;
  readonly tick: number;
  readonly now: number;
  readonly filter: FindingFilter;
  readonly onFilter: (filter: FindingFilter) => void;
  /** The finding that lights up the diagram. */
  readonly onLight: (finding: Finding | null) => void;
  readonly onSelect: (id: string) => void;
  readonly onClose: () => void;
}

/** As many rows as are made at once. */
const page = 100;

/** What is wrong and what cannot be decided: in groups, filtered, by pointer and by keyboard. */
export default function FindingsPanel(props: FindingsPanelProps) {
  const { model, tick, now, filter, onFilter, onLight, onSelect, onClose } = props;
  const { number, t } = useMessages();
  const { tell, titleOf } = useSentences(model);
  const [grouping, setGrouping] = useState<FindingGrouping>("severity");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState(page);
  const heading = useRef<HTMLHeadingElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Who is in it already stays where they are.
    const isInside = heading.current?.closest("aside")?.contains(document.activeElement);
    if (!isInside) heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => () => onLight(null), [onLight]);

  const { findings, undecided } = model.verdict;
  const groups = useMemo(() => {
    void tick;
    const textOf = (finding: Finding) => {
      const { title, describe } = tell(finding);
      return `${title}\n${describe}`;
    };
    return groupFindings(findings, { filter, grouping, model, textOf });
  }, [findings, filter, grouping, model, tick, tell]);
  const total = groups.reduce((sum, group) => sum + group.findings.length, 0);
  const all = filter.isIgnored ? model.totals.ignored : model.totals.findings - model.totals.ignored;

  const toggle = (id: string) =>
    setOpen((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>("[data-finding]") ?? [])];
  const move = (event: KeyboardEvent) => {
    const here = event.target instanceof HTMLElement ? event.target : null;
    const id = here?.getAttribute("data-finding");
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      return onClose();
    }
    if (id == null || here === null) return;
    const step = steps[event.key];
    const finding = findings.find((one) => one.id === id);
    if (step) {
      const known = rows();
      const next = known.at(Math.min(known.length - 1, Math.max(0, step(known.indexOf(here), known.length))));
      next?.focus();
      next?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      if (open.has(id) !== (event.key === "ArrowRight")) toggle(id);
    } else if (event.key === "Enter" && finding) {
      if (!open.has(id)) toggle(id);
      const first = finding.subjects.find((subject) => isSelectable(subject));
      if (first !== undefined) onSelect(first);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  let left = shown;
  return (
    <aside className="findings" aria-label={t("findings.title")} onKeyDown={move}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {t("findings.title")}
          <span>{t("findings.count", { shown: number(total), n: number(all) })}</span>
        </h2>
        <button
          type="button"
          className="icon-button"
          aria-label={t("findings.close")}
          title={t("findings.close")}
          onClick={onClose}
        >
          <X size={15} aria-hidden />
        </button>
      </header>
      <div className="findings-tools">
        <input
          type="search"
          value={filter.text}
          placeholder={t("findings.filter")}
          aria-label={t("findings.filter")}
          onChange={({ target }) => onFilter({ ...filter, text: target.value })}
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown") return;
            event.preventDefault();
            rows()[0]?.focus();
          }}
        />
        <Choice
          label={t("findings.severity")}
          value={filter.severity}
          options={severities.toReversed().map((one) => [one, t(`severity.${one}`)])}
          any={t("findings.any.severity")}
          onChange={(severity) => onFilter({ ...filter, severity })}
        />
        <Choice
          label={t("findings.confidence")}
          value={filter.confidence}
          options={confidences.map((one) => [one, t(`confidence.${one}`)])}
          any={t("findings.any.confidence")}
          onChange={(confidence) => onFilter({ ...filter, confidence })}
        />
        <Choice
          label={t("findings.group")}
          value={grouping}
          options={findingGroupings.map((one) => [one, t(`findings.group.${one}`)])}
          onChange={(next) => setGrouping(next ?? "severity")}
        />
        {(model.totals.ignored > 0 || filter.isIgnored) && (
          <label>
            <input
              type="checkbox"
              checked={filter.isIgnored}
              onChange={({ target }) => onFilter({ ...filter, isIgnored: target.checked })}
            />
            {t("findings.ignoredOnly", { n: number(model.totals.ignored) })}
          </label>
        )}
      </div>
      <div className="findings-body" ref={list}>
        {total === 0 && (
          <p className="findings-note">
            {all > 0 ? t("findings.noMatch") : t(undecided.length > 0 ? "findings.none.undecided" : "findings.none")}
            {all > 0 && (
              <button type="button" className="text-button" onClick={() => onFilter(everything)}>
                {t("findings.showAll")}
              </button>
            )}
          </p>
        )}
        {groups.map((group) => {
          const rowsHere = group.findings.slice(0, Math.max(0, left));
          left -= rowsHere.length;
          return (
            rowsHere.length > 0 && (
              <section key={group.key}>
                <h3>
                  {nameOf(group)}
                  <span>{number(group.findings.length)}</span>
                </h3>
                <ul>
                  {rowsHere.map((finding) => (
                    <FindingRow
                      key={finding.id}
                      finding={finding}
                      model={model}
                      now={now}
                      tell={tell}
                      isOpen={open.has(finding.id)}
                      onToggle={() => toggle(finding.id)}
                      onLight={onLight}
                      onSelect={onSelect}
                    />
                  ))}
                </ul>
              </section>
            )
          );
        })}
        {total > shown && (
          <button type="button" className="text-button" onClick={() => setShown(shown + page)}>
            {t("rail.more", { n: number(total - shown) })}
          </button>
        )}
        {model.totals.findings > findings.length && (
          <p className="findings-note">
            {t("findings.cut", { n: number(findings.length), all: number(model.totals.findings) })}
          </p>
        )}
        {!filter.isIgnored && undecided.length > 0 && <UndecidedList undecided={undecided} titleOf={titleOf} />}
      </div>
    </aside>
  );

  function nameOf({ key, findings: [first] }: FindingGroup): string {
    if (grouping === "check") return `${key} ${first ? titleOf(first.rule) : ""}`;
    if (grouping === "severity") return t(`severity.${key as Finding["severity"]}`);
    const kind = key as SubjectKind;
    return kind === "cluster" || kind === "object" ? t(`findings.kind.${kind}`) : t(`kind.${kind}`);
  }
}

/** Of what is no resource there is nothing to show. */
function isSelectable(subject: string): boolean {
  return subject !== "cluster" && /^(i-|eni-|sg-|subnet-|pod\/|policy\/|node\/)/.test(subject);
}

const steps: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T | null;
  readonly options: readonly (readonly [T, string])[];
  readonly any?: string;
  readonly onChange: (value: T | null) => void;
}

function Choice<T extends string>({ label, value, options, any, onChange }: ChoiceProps<T>) {
  return (
    <select
      aria-label={label}
      value={value ?? ""}
      onChange={({ target }) => onChange(options.find(([one]) => one === target.value)?.[0] ?? null)}
    >
      {any !== undefined && <option value="">{any}</option>}
      {options.map(([one, text]) => (
        <option key={one} value={one}>
          {text}
        </option>
      ))}
    </select>
  );
}
