import type { EventList, ShownEvent } from "../../lib/snapshot/inspected.ts";
import { useMessages, useT } from "../messages/use-messages.ts";
import { Ago } from "../parts/ago.tsx";
import { Name } from "../parts/name.tsx";
import { Glyph } from "../parts/status.tsx";

interface EventsPartProps {
  readonly events: EventList;
  readonly now: number;
  /** Kubernetes tells events about such a resource, or about what it stands for. */
  readonly isTold: boolean;
  readonly onSelect: (id: string) => void;
  /** The resource inspected: an event about another says so. */
  readonly id?: string;
}

/** What Kubernetes told of it, newest first, also what it has forgotten since. */
export function EventsPart({ events, now, isTold, onSelect, id }: EventsPartProps) {
  const { moment, number, t } = useMessages();
  const { total, shown, wereRead, failure, since } = events;
  return (
    <section className="events">
      <h3>{t("events.title")}</h3>
      {failure !== null && <p className="quiet">{t("events.failure", { message: failure.message })}</p>}
      {shown.length === 0 ? (
        <p className="quiet">
          {!isTold ? t("events.nothing") : wereRead ? t("events.none", { moment: moment(since) }) : t("events.unread")}
        </p>
      ) : (
        <>
          <p className="quiet">
            {shown.length < total
              ? t("events.newest", { shown: number(shown.length), n: number(total) })
              : t("events.count", { n: total })}
          </p>
          <ol>
            {shown.map((one) => (
              <EventRow key={one.id} shown={one} now={now} onSelect={onSelect} isOwn={one.subject === id} />
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

interface EventRowProps {
  readonly shown: ShownEvent;
  readonly now: number;
  readonly isOwn: boolean;
  readonly onSelect: (id: string) => void;
}

function EventRow({ shown: { event, subject, isKept }, now, isOwn, onSelect }: EventRowProps) {
  const { moment, t } = useMessages();
  const { reason, type, message, component, count = 1, firstAt, lastAt, about } = event;
  const at = lastAt ?? firstAt;
  const isWarning = type === "Warning";
  return (
    <li>
      <p className="event-head">
        <Glyph tone={isWarning ? "bad" : "good"} />
        <span className="sr-only">{t(isWarning ? "events.warning" : "events.normal")}</span>
        <b>
          <Name text={reason ?? ""} most={48} />
        </b>
        {count > 1 && (
          <span className="quiet">
            {firstAt === undefined
              ? t("events.times", { n: count })
              : t("events.between", { n: count, moment: moment(firstAt) })}
          </span>
        )}
        <span className="event-when">{at !== undefined && <Ago at={at} now={now} />}</span>
      </p>
      <p className="event-message">
        <Name text={message ?? ""} most={1200} />
      </p>
      <p className="event-foot quiet">
        {component !== undefined && <Name text={component} most={40} className="mono" />}
        {!isOwn && <About about={about} subject={subject} onSelect={onSelect} />}
        {!isKept && (
          <span className="event-kept" title={t("events.forgotten.about")}>
            {t("events.forgotten")}
          </span>
        )}
      </p>
    </li>
  );
}

function About({
  about: { kind, name },
  subject,
  onSelect,
}: Pick<ShownEvent["event"], "about"> & Pick<ShownEvent, "subject"> & Pick<EventRowProps, "onSelect">) {
  const t = useT();
  const text = t("events.about", { kind, name });
  if (subject === null) return <Name text={text} most={60} />;
  return (
    <button type="button" className="link" onClick={() => onSelect(subject)}>
      <Name text={text} most={60} />
    </button>
  );
}
