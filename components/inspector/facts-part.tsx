import { lazy, Suspense, useMemo } from "react";
import type { Model } from "../../lib/diagram/model.ts";
import type { InspectedWithWays } from "../../lib/export/ways.ts";
import type { Resource } from "../../lib/topology/resources.ts";
import { AnswersAbout } from "../answers/answers-about.tsx";
import { OpenHost } from "../host/open-host.tsx";
import { useT } from "../messages/use-messages.ts";
import { CoolingNote } from "./cooling-note.tsx";
import { FactList } from "./fact-list.tsx";
import { arnFact, factsOf } from "./facts.ts";
import { PathStrip } from "./path-strip.tsx";
import { relatedLists, type ShowAll } from "./related-lists.ts";
import { Relations } from "./relations.tsx";
import { Rules } from "./rules.tsx";

const RelatedFindings = lazy(() => import("../findings/related-findings.tsx"));

interface FactsPartProps {
  readonly cluster: string;
  readonly at: number | null;
  readonly resource: Resource;
  readonly model: Model;
  readonly tick: number;
  readonly now: number;
  readonly answer: InspectedWithWays | null;
  readonly onSelect: (id: string) => void;
  readonly onFocusPath: (id: string) => void;
  readonly onHost: (id: string) => void;
  readonly onShowAll: ShowAll;
}

/** What is odd about it in words, its path, its facts, and what it is linked with. */
export function FactsPart(props: FactsPartProps) {
  const { resource, model, tick, now, answer, onSelect, onFocusPath, onHost, onShowAll } = props;
  const t = useT();
  const counted = answer?.relations ?? null;
  const lists = useMemo(() => {
    void tick;
    return relatedLists(model, resource, counted);
  }, [model, tick, resource, counted]);
  const facts = factsOf(resource, t);
  const arn = answer?.ways?.arn;
  return (
    <>
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
      {model.troubles.has(resource.id) && (
        <Suspense>
          <RelatedFindings
            cluster={props.cluster}
            at={props.at}
            id={resource.id}
            model={model}
            now={now}
            onSelect={onSelect}
          />
        </Suspense>
      )}
      <AnswersAbout
        resource={resource}
        cluster={props.cluster}
        at={props.at}
        model={model}
        now={now}
        onSelect={onSelect}
      />
      <PathStrip model={model} resource={resource} onSelect={onSelect} onFocusPath={onFocusPath} />
      <OpenHost resource={resource} onOpen={onHost} />
      <CoolingNote model={model} resource={resource} now={now} />
      <FactList
        facts={arn ? facts.flatMap((one) => (one.label === "fact.id" ? [one, arnFact(arn)] : [one])) : facts}
        model={model}
        now={now}
        onSelect={onSelect}
      />
      {resource.kind === "securityGroup" && <Rules rules={resource.rules} model={model} onSelect={onSelect} />}
      <Relations lists={lists} model={model} onSelect={onSelect} onShowAll={onShowAll} />
    </>
  );
}
