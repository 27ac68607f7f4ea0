"use client";

import { X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { Model } from "../../lib/diagram/model.ts";
import type { AnswerPanelName } from "../../lib/diagram/view.ts";
import { LatencyPart } from "../life/latency-part.tsx";
import { useT } from "../messages/use-messages.ts";
import AnswerView from "./answer-view.tsx";

interface AnswerPanelProps {
  readonly cluster: string;
  readonly at: number | null;
  readonly what: AnswerPanelName;
  readonly model: Model;
  readonly now: number;
  readonly onSelect: (id: string) => void;
  readonly onClose: () => void;
}

/** An answer about the whole cluster, in a view of its own. */
export default function AnswerPanel({ cluster, at, what, model, now, onSelect, onClose }: AnswerPanelProps) {
  const t = useT();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Who is in it already stays where they are.
    const isInside = heading.current?.closest("aside")?.contains(document.activeElement);
    if (!isInside) heading.current?.focus({ preventScroll: true });
  }, []);
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  return (
    <aside className="findings" data-wide aria-label={t(`answer.${what}.title`)} onKeyDown={leave}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {t(`answer.${what}.title`)}
        </h2>
        <button
          type="button"
          className="icon-button"
          aria-label={t("answer.close")}
          title={t("answer.close")}
          onClick={onClose}
        >
          <X size={15} aria-hidden />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is long scrolls, by keyboard too */}
      <div className="findings-body" tabIndex={0}>
        {what === "latency" ? (
          <LatencyPart
            cluster={cluster}
            at={at}
            isLive={at === null && model.head.mode === "live"}
            onSelect={onSelect}
          />
        ) : (
          <AnswerView cluster={cluster} at={at} what={what} id={null} model={model} now={now} onSelect={onSelect} />
        )}
      </div>
    </aside>
  );
}
