"use client";

import { Route, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Model } from "../../lib/diagram/model.ts";
import { printable } from "../../lib/diagram/printable.ts";
import type { HostAnswer } from "../../lib/host/host-answer.ts";
import type { HostPath, HostView } from "../../lib/host/host-view.ts";
import type { Translate } from "../messages/messages.ts";
import { useT } from "../messages/use-messages.ts";
import { labelOfId } from "../parts/label-of.ts";
import { DirectionsTable } from "./directions-table.tsx";
import { GatherPart } from "./gather-part.tsx";
import { GivePart } from "./give-part.tsx";
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
  const title = titleOf(t, id, answer);
  const subject = answer?.pod ?? null;
  return (
    <section className="host-panel" aria-label={title} onKeyDown={walk}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
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
            <Compared view={view} answer={asked.value} isObserved={compared.outcome !== null} onSelect={onSelect} />
            <GivePart compared={compared} />
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
  /** Output of the node was given. */
  readonly isObserved: boolean;
  readonly onSelect: (id: string) => void;
}

function Compared({ view, answer, isObserved, onSelect }: ComparedProps) {
  const t = useT();
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
      <p className="host-summary" role="status">
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
