"use client";

import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Model } from "../../lib/diagram/model.ts";
import type { InspectorPart } from "../../lib/diagram/view.ts";
import type { Resource } from "../../lib/topology/resources.ts";
import { LifePart } from "../life/life-part.tsx";
import { useT } from "../messages/use-messages.ts";
import { GroupBars } from "../parts/group-bars.tsx";
import { labelOf } from "../parts/label-of.ts";
import { Name } from "../parts/name.tsx";
import { EventsPart } from "./events-part.tsx";
import { FactsPart } from "./facts-part.tsx";
import { NotHere } from "./not-here.tsx";
import { PartTabs, partPanelId, partTabId } from "./part-tabs.tsx";
import { RawPart } from "./raw-part.tsx";
import type { ShowAll } from "./related-lists.ts";
import { ResizeHandle } from "./resize-handle.tsx";
import { type AskedObject, useObject } from "./use-object.ts";
import { WaysPart } from "./ways-part.tsx";

interface InspectorProps {
  /** The cluster's name in addresses, and the moment shown; `null` = the latest. */
  readonly cluster: string;
  readonly at: number | null;
  readonly id: string;
  readonly model: Model;
  readonly tick: number;
  readonly now: number;
  readonly part: InspectorPart;
  readonly onPart: (part: InspectorPart) => void;
  readonly onSelect: (id: string) => void;
  /** Lifts the path of a resource out. */
  readonly onFocusPath: (id: string) => void;
  /** Shows the path of a resource on its node. */
  readonly onHost: (id: string) => void;
  /** Shows all that a query finds in the table. */
  readonly onShowAll: ShowAll;
  readonly onMoment: (at: number | null) => void;
  readonly onClose: () => void;
}

/** Everything known of the selected thing: facts with their source and age, relations that lead on, events, the raw items, ways to look elsewhere. */
export function Inspector(props: InspectorProps) {
  const { cluster, at, id, model, now, part, onPart, onSelect, onMoment, onClose } = props;
  const t = useT();
  const heading = useRef<HTMLHeadingElement>(null);
  const known = model.byId.get(id);
  const isLive = at === null && model.head.mode === "live";
  const object = useObject({ cluster, at, id, isLive, isHere: known !== undefined });
  const resource = known ?? (object.answer?.state === "here" ? object.answer.resource : null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <aside className="inspector" aria-label={t("inspector.label")}>
      <ResizeHandle />
      <header>
        <div>
          <p className="inspector-kind">{resource ? t(`kind.${resource.kind}`) : t("inspector.label")}</p>
          <h2 ref={heading} tabIndex={-1}>
            {resource && <GroupBars ids={groupsOf(resource)} />}
            <Name text={resource ? labelOf(resource) : id} most={96} />
          </h2>
        </div>
        <button
          type="button"
          className="icon-button"
          aria-label={t("inspector.close")}
          title={t("inspector.close")}
          onClick={onClose}
        >
          <X size={15} aria-hidden />
        </button>
      </header>
      {resource ? (
        <>
          <PartTabs part={part} onPart={onPart} events={object.answer?.events.total ?? null} />
          <div className="inspector-body" role="tabpanel" id={partPanelId} aria-labelledby={partTabId(part)}>
            {part === "facts" ? (
              <FactsPart {...props} resource={resource} answer={object.answer} />
            ) : part === "life" ? (
              <LifePart cluster={cluster} at={at} id={id} isLive={isLive} onSelect={onSelect} />
            ) : (
              <AskedPart part={part} object={object} resource={resource} now={now} onSelect={onSelect} />
            )}
          </div>
        </>
      ) : (
        <>
          <NotHere id={id} object={object} now={now} onMoment={onMoment} onSelect={onSelect} />
          {object.answer?.state === "gone" && (
            <LifePart cluster={cluster} at={at} id={id} isLive={isLive} onSelect={onSelect} />
          )}
        </>
      )}
    </aside>
  );
}

interface AskedPartProps {
  readonly part: Exclude<InspectorPart, "facts" | "life">;
  readonly object: AskedObject;
  readonly resource: Resource;
  readonly now: number;
  readonly onSelect: (id: string) => void;
}

/** A part that the server is asked for. */
function AskedPart({ part, object: { answer, refusal, again }, resource, now, onSelect }: AskedPartProps) {
  const t = useT();
  if (refusal !== null && answer === null) {
    return (
      <section className="not-here" role="status">
        <p>{t("inspector.refused", { message: refusal.message })}</p>
        <button type="button" className="text-button" onClick={again}>
          {t("inspector.again")}
        </button>
      </section>
    );
  }
  if (answer === null) return <p className="stage-note">{t("top.loading")}</p>;
  switch (part) {
    case "events":
      return (
        <EventsPart
          events={answer.events}
          now={now}
          isTold={!eventless.has(resource.kind)}
          onSelect={onSelect}
          id={resource.id}
        />
      );
    case "raw":
      return <RawPart sightings={answer.sightings} now={now} />;
    case "ways":
      return answer.ways && <WaysPart ways={answer.ways} />;
  }
}

/** Neither they nor anything they stand for have events in Kubernetes. */
const eventless: ReadonlySet<Resource["kind"]> = new Set(["securityGroup", "subnet", "unjoined"]);

function groupsOf(resource: Resource): readonly string[] {
  if (resource.kind === "securityGroup") return [resource.id];
  return "groupIds" in resource ? resource.groupIds : [];
}
