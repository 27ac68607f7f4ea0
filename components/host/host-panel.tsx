"use client";

import { Route, Upload, X } from "lucide-react";
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Model } from "../../lib/diagram/model.ts";
import { printable } from "../../lib/diagram/printable.ts";
import type { HostAnswer } from "../../lib/host/host-answer.ts";
import type { HostPath, HostView } from "../../lib/host/host-view.ts";
import type { Translate } from "../messages/messages.ts";
import { useT } from "../messages/use-messages.ts";
import { labelOfId } from "../parts/label-of.ts";
import { DirectionsTable } from "./directions-table.tsx";
import { GatherPart } from "./gather-part.tsx";
import { GivePart, pasteId } from "./give-part.tsx";
import type { HostOutcome } from "./given.ts";
import { HostFindings } from "./host-findings.tsx";
import { JudgedLines, SurplusLines } from "./judged-lines.tsx";
import { PathHops } from "./path-hops.tsx";
import { useCompared } from "./use-compared.ts";
import { useHost } from "./use-host.ts";

interface HostPanelProps {
  readonly cluster: string;
  /** `null` = the latest. */
  readonly at: number | null;
  /** Of a pod, an ENI or an instance; `null`: nothing is selected. */
  readonly id: string | null;
  readonly model: Model;
  readonly onSelect: (id: string) => void;
  readonly onFocusPath: (id: string) => void;
  readonly onClose: () => void;
}

/** The path through the node: what should be there, line by line, and what output of the node says to it. */
export default function HostPanel({ cluster, at, id, model, onSelect, onFocusPath, onClose }: HostPanelProps) {
  const t = useT();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const asked = useHost({ cluster, at, id, isLive: at === null && model.head.mode === "live" });
  const answer = asked?.ok ? asked.value : null;
  const compared = useCompared(answer, model.byId);
  const view = compared.outcome?.view ?? answer?.expected ?? null;
  const pastes = useRef(0);
  const [isOver, setIsOver] = useState(false);
  const giveText = (text: string) => {
    pastes.current += 1;
    compared.give([{ name: t("host.give.pasted", { n: pastes.current }), content: new Blob([text]) }]);
  };
  const giveAll = (data: DataTransfer) => {
    const text = data.getData("text/plain");
    if (data.files.length > 0) compared.give([...data.files].map((file) => ({ name: file.name, content: file })));
    else if (text.trim() !== "") giveText(text);
  };
  const drag = (event: DragEvent, over: boolean) => {
    event.preventDefault();
    setIsOver(over);
  };
  const paste = (event: ClipboardEvent) => {
    if (event.target instanceof HTMLTextAreaElement && event.clipboardData.files.length === 0) return;
    event.preventDefault();
    giveAll(event.clipboardData);
  };
  const title = titleOf(t, id, answer);
  const subject = answer?.pod ?? null;
  return (
    <section
      className="host-panel"
      aria-label={title}
      data-over={isOver}
      onKeyDown={walk}
      onPaste={paste}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        giveAll(event.dataTransfer);
      }}
    >
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {view !== null && (
          <button type="button" className="text-button" onClick={() => document.getElementById(pasteId)?.focus()}>
            <Upload size={14} aria-hidden />
            {t("host.give")}
          </button>
        )}
        {subject !== null && (
          <button type="button" className="text-button" onClick={() => onFocusPath(subject)}>
            <Route size={14} aria-hidden />
            {t("focus.open")}
          </button>
        )}
        <button
          type="button"
          className="icon-button"
          aria-label={t("host.close")}
          title={t("host.close")}
          onClick={onClose}
        >
          <X size={15} aria-hidden />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className="host-body" tabIndex={0} aria-label={t("host.open")}>
        {id === null ? (
          <p className="quiet">{t("host.select")}</p>
        ) : asked === null ? (
          <p className="quiet" role="status">
            {t("top.loading")}
          </p>
        ) : !asked.ok ? (
          <p role="alert">{t("host.failed", { message: printable(asked.refusal.message) })}</p>
        ) : view === null ? (
          <p>{t(asked.value.state === "unknown" ? "host.unknown" : "host.noNode", { id, name: labelOfId(id) })}</p>
        ) : (
          <>
            <Compared view={view} answer={asked.value} outcome={compared.outcome} onSelect={onSelect} />
            <GivePart compared={compared} onText={giveText} />
            <GatherPart instance={asked.value.instance} region={model.head.region} />
          </>
        )}
      </section>
    </section>
  );
}

interface ComparedProps {
  readonly view: HostView;
  readonly answer: HostAnswer;
  /** `null`: no output of the node was given. */
  readonly outcome: HostOutcome | null;
  readonly onSelect: (id: string) => void;
}

function Compared({ view, answer, outcome, onSelect }: ComparedProps) {
  const t = useT();
  const summary = useVerdictInSight(outcome?.reports.length ?? 0);
  const isObserved = outcome !== null;
  const [chosen, setChosen] = useState<string | null>(null);
  const path = view.paths.find(({ pod }) => pod === chosen) ?? view.paths[0];
  return (
    <>
      {view.paths.length > 1 && (
        <label className="host-choice">
          {t("host.pods")}
          <select value={path?.pod} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
            {view.paths.map(({ pod }) => (
              <option key={pod} value={pod}>
                {printable(labelOfId(pod))}
              </option>
            ))}
          </select>
        </label>
      )}
      {!path && (
        <p className="quiet">
          {answer.pathless && answer.pod
            ? t(`host.pathless.${answer.pathless}`, { name: printable(labelOfId(answer.pod)) })
            : t("host.noPods")}
        </p>
      )}
      <p className="host-summary" role="status" ref={summary} tabIndex={-1}>
        {isObserved ? t("host.summary", countsOf(view, path)) : t("host.expected")}
      </p>
      {path && <Mode mode={path.mode} />}
      {isObserved && <HostFindings findings={view.findings} />}
      {path && <PathHops hops={path.hops} onSelect={onSelect} />}
      {view.nodeLines.length > 0 && (
        <section className="host-part" aria-label={t("host.node")}>
          <h3>{t("host.node")}</h3>
          <JudgedLines lines={view.nodeLines} />
        </section>
      )}
      {view.surplus.length > 0 && (
        <section className="host-part" aria-label={t("host.surplus")}>
          <h3>{t("host.surplus")}</h3>
          <SurplusLines surplus={view.surplus} />
        </section>
      )}
      {path && (
        <section className="host-part">
          <h3>{t("host.directions")}</h3>
          <DirectionsTable directions={path.directions} onSelect={onSelect} />
        </section>
      )}
    </>
  );
}

/** More was given: what came of it stands above, where whoever gave it does not look. */
function useVerdictInSight(given: number) {
  const summary = useRef<HTMLParagraphElement>(null);
  const before = useRef(given);
  useEffect(() => {
    const isMore = given > before.current;
    before.current = given;
    if (!isMore || document.activeElement instanceof HTMLTextAreaElement) return;
    summary.current?.focus({ preventScroll: true });
    summary.current?.scrollIntoView({ block: "nearest" });
  }, [given]);
  return summary;
}

function Mode({ mode: { mode, by, declared } }: Pick<HostPath, "mode">) {
  const t = useT();
  return (
    <p className="host-mode">
      {t("host.mode")}: <b>{t(`host.mode.${mode ?? "unknown"}`)}</b>
      {by !== null && <span className="quiet"> {t(`host.mode.by.${by}`)}</span>}
      {declared !== null && declared !== mode && (
        <span className="host-trouble"> {t("host.mode.declared", { mode: declared })}</span>
      )}
    </p>
  );
}

function titleOf(t: Translate, id: string | null, answer: HostAnswer | null): string {
  if (id === null) return t("host.open");
  const node = answer?.node;
  if (node && answer.pod === null) return t("host.title.node", { name: printable(node.name) });
  return t("host.title", { name: printable(labelOfId(answer?.pod ?? id)) });
}

/** How many lines have each verdict, of a path and its node. */
function countsOf({ nodeLines, surplus }: HostView, path: HostPath | undefined) {
  const lines = [...(path?.hops ?? []).flatMap((hop) => hop.lines), ...nodeLines];
  const count = (verdict: string) => lines.filter((line) => line.verdict === verdict).length;
  return {
    confirmed: count("confirmed"),
    different: count("different"),
    missing: count("missing"),
    surplus: surplus.length,
    open: count("not-observed"),
  };
}

/** Up and down go from hop to hop, while one of them has the focus. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const heads = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-hop]")];
  const at = heads.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? undefined : heads[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}
