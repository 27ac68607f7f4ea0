"use client";

import { X } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import type { Model } from "../../lib/diagram/model.ts";
import { printable } from "../../lib/diagram/printable.ts";
import { relationsOf } from "../../lib/diagram/relations.ts";
import type { Resource } from "../../lib/topology/resources.ts";
import { useT } from "../messages/use-messages.ts";
import { GroupBars } from "../parts/group-bars.tsx";
import { labelOf } from "../parts/label-of.ts";
import { Name } from "../parts/name.tsx";
import { CoolingNote } from "./cooling-note.tsx";
import { FactList } from "./fact-list.tsx";
import { factsOf } from "./facts.ts";
import { PathStrip } from "./path-strip.tsx";
import { Relations } from "./relations.tsx";
import { Rules } from "./rules.tsx";

interface InspectorProps {
  readonly id: string;
  readonly model: Model;
  readonly tick: number;
  readonly now: number;
  readonly onSelect: (id: string) => void;
  /** Lifts the path of a resource out. */
  readonly onFocusPath: (id: string) => void;
  readonly onClose: () => void;
}

/** Everything known of the selected thing: facts with their source and age, marks in words, relations that lead on. */
export function Inspector({ id, model, tick, now, onSelect, onFocusPath, onClose }: InspectorProps) {
  const t = useT();
  const heading = useRef<HTMLHeadingElement>(null);
  const resource = model.byId.get(id);
  const relations = useMemo(() => {
    void tick;
    return resource ? relationsOf(model, resource) : [];
  }, [model, tick, resource]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <aside className="inspector" aria-label={t("inspector.label")}>
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
      {!resource ? (
        <div className="inspector-gone">
          <p>{t("inspector.gone", { id: printable(id) })}</p>
          <p>{t("inspector.gone.about")}</p>
        </div>
      ) : (
        <div className="inspector-body">
          {resource.marks.length > 0 && (
            <section className="marks" aria-label={t("inspector.marks")}>
              {resource.marks.map((mark) => (
                <p key={mark}>
                  <i className="mark-sign" />
                  {t(`mark.${mark}`)}
                </p>
              ))}
            </section>
          )}
          <PathStrip model={model} resource={resource} onSelect={onSelect} onFocusPath={onFocusPath} />
          <CoolingNote model={model} resource={resource} now={now} />
          <FactList facts={factsOf(resource, t)} model={model} now={now} onSelect={onSelect} />
          {resource.kind === "securityGroup" && <Rules rules={resource.rules} model={model} onSelect={onSelect} />}
          <Relations relations={relations} model={model} onSelect={onSelect} />
        </div>
      )}
    </aside>
  );
}

function groupsOf(resource: Resource): readonly string[] {
  if (resource.kind === "securityGroup") return [resource.id];
  return "groupIds" in resource ? resource.groupIds : [];
}
