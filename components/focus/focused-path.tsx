"use client";

import { ArrowLeft } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import type { Model } from "../../lib/diagram/model.ts";
import { printable } from "../../lib/diagram/printable.ts";
import { OpenHost } from "../host/open-host.tsx";
import { useT } from "../messages/use-messages.ts";
import { labelOf, labelOfId } from "../parts/label-of.ts";
import { Guards } from "./guards.tsx";
import { HopCard } from "./hop-card.tsx";
import { hopsOf } from "./hops.ts";

interface FocusedPathProps {
  /** The resource whose path it is. */
  readonly id: string;
  readonly model: Model;
  readonly tick: number;
  readonly now: number;
  readonly onSelect: (id: string) => void;
  readonly onClose: () => void;
  /** Shows the path of a resource on its node, line by line. */
  readonly onHost: (id: string) => void;
}

/** One path lifted out of the diagram: every hop from the container to the instance with every fact, and the groups that guard it. */
export function FocusedPath({ id, model, tick, now, onSelect, onClose, onHost }: FocusedPathProps) {
  const t = useT();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const resource = model.byId.get(id);
  const hops = useMemo(() => {
    void tick;
    return resource ? hopsOf(model, resource, t) : [];
  }, [model, tick, resource, t]);
  const name = printable(resource ? labelOf(resource) : labelOfId(id));
  return (
    <section className="focused" aria-label={t("focus.title", { name })} onKeyDown={walk}>
      <header>
        <button type="button" className="text-button" onClick={onClose}>
          <ArrowLeft size={14} aria-hidden />
          {t("focus.close")}
        </button>
        <h2 ref={heading} tabIndex={-1}>
          {t("focus.title", { name })}
        </h2>
        {resource && <OpenHost resource={resource} onOpen={onHost} />}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className="focused-body" tabIndex={0} aria-label={t("inspector.path")}>
        {!resource && <p className="quiet">{t("focus.gone", { id: name })}</p>}
        {resource && hops.length === 0 && <p className="quiet">{t("focus.none")}</p>}
        <ol className="hops">
          {hops.map((hop) => (
            <HopCard
              key={hop.key}
              hop={hop}
              isSubject={hop.resource?.id === id}
              model={model}
              now={now}
              onSelect={onSelect}
            />
          ))}
        </ol>
        {resource && <Guards model={model} resource={resource} now={now} onSelect={onSelect} />}
      </section>
    </section>
  );
}

/** Left and right go from hop to hop. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (step === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const heads = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-hop]")];
  const at = heads.indexOf(document.activeElement as HTMLElement);
  const next = heads[at < 0 ? (step > 0 ? 0 : heads.length - 1) : at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
}
