import { printable } from "../../lib/diagram/printable.ts";
import type { InspectedWithWays } from "../../lib/export/ways.ts";
import type { MessageKey } from "../messages/messages.ts";
import { useMessages, useT } from "../messages/use-messages.ts";
import { EventsPart } from "./events-part.tsx";
import { SightingView } from "./raw-part.tsx";
import type { AskedObject } from "./use-object.ts";

interface NotHereProps {
  readonly id: string;
  readonly object: AskedObject;
  readonly now: number;
  /** `null` = the latest. */
  readonly onMoment: (at: number | null) => void;
  readonly onSelect: (id: string) => void;
}

/** In place of a resource: it is looked for, it is gone, it came later, or nobody ever saw it. */
export function NotHere({ id, object: { answer, refusal, again }, now, onMoment, onSelect }: NotHereProps) {
  const t = useT();
  const name = printable(id);
  if (answer === null && refusal === null) return <Looking name={name} />;
  return (
    <div className="inspector-body" role="status">
      {answer === null ? (
        <section className="not-here">
          <p>{t("inspector.refused", { message: printable(refusal?.message ?? "") })}</p>
          <button type="button" className="text-button" onClick={again}>
            {t("inspector.again")}
          </button>
        </section>
      ) : (
        <Missing name={name} answer={answer} now={now} onMoment={onMoment} onSelect={onSelect} />
      )}
    </div>
  );
}

function Looking({ name }: { readonly name: string }) {
  const t = useT();
  return (
    <div className="inspector-body" role="status">
      <p className="sr-only">{t("inspector.loading", { id: name })}</p>
      <div className="looking" aria-hidden>
        {[70, 90, 40, 80, 60, 75].map((width) => (
          <i key={width} style={{ width: `${width}%` }} />
        ))}
      </div>
    </div>
  );
}

interface MissingProps extends Pick<NotHereProps, "now" | "onMoment" | "onSelect"> {
  readonly name: string;
  readonly answer: InspectedWithWays;
}

function Missing({ name, answer, now, onMoment, onSelect }: MissingProps) {
  const { moment, t } = useMessages();
  const { state, past, sightings, events } = answer;
  const shown = (
    title: MessageKey,
    about: string,
    action?: { readonly text: MessageKey; readonly at: number | null },
  ) => (
    <section className="not-here">
      <p className="not-here-title">{t(title, { id: name })}</p>
      <p>{about}</p>
      {action && (
        <button type="button" className="button" onClick={() => onMoment(action.at)}>
          {t(action.text)}
        </button>
      )}
    </section>
  );
  if (state === "later") {
    return shown("inspector.later", t("inspector.later.about"), { text: "inspector.later.show", at: null });
  }
  if (state !== "gone" || past?.goneAt == null) {
    if (past === null) return shown("inspector.nowhere", t("inspector.nowhere.name"));
    return past.searchedFrom === null
      ? shown("inspector.nowhere", t("inspector.nowhere.about"))
      : shown("inspector.nowhere", t("inspector.nowhere.searched", { moment: moment(past.searchedFrom) }));
  }
  const { goneAt, lastSeenAt } = past;
  const about = t("inspector.gone.about", { moment: moment(lastSeenAt ?? goneAt - 1), gone: moment(goneAt) });
  return (
    <>
      {shown("inspector.gone", about, { text: "inspector.gone.show", at: goneAt - 1 })}
      {events.total > 0 && <EventsPart events={events} now={now} isTold onSelect={onSelect} />}
      {sightings.length > 0 && (
        <section className="raw">
          <h3>{t("inspector.gone.last")}</h3>
          {sightings.map((sighting) => (
            <SightingView key={sighting.collection} sighting={sighting} now={now} isOpen />
          ))}
        </section>
      )}
    </>
  );
}
