import { printable } from "../../lib/diagram/printable.ts";
import type { Sighting } from "../../lib/snapshot/inspected.ts";
import { useMessages, useT } from "../messages/use-messages.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Name } from "../parts/name.tsx";
import { JsonTree } from "./json-tree.tsx";

interface RawPartProps {
  readonly sightings: readonly Sighting[];
  readonly now: number;
}

/** As many are unfolded at first: a group may have a hundred rules. */
const openAtFirst = 3;

/** The items behind a resource, as recorded. */
export function RawPart({ sightings, now }: RawPartProps) {
  const t = useT();
  return (
    <section className="raw">
      <h3>{t("raw.title")}</h3>
      <p className="quiet">{t("raw.about")}</p>
      {sightings.map((sighting, index) => (
        <SightingView
          key={`${sighting.collection}/${sighting.id}`}
          sighting={sighting}
          now={now}
          isOpen={index < openAtFirst}
        />
      ))}
    </section>
  );
}

interface SightingViewProps {
  readonly sighting: Sighting;
  readonly now: number;
  readonly isOpen: boolean;
}

/** One item: where and when it was seen, then all that is kept of it. */
export function SightingView({ sighting, now, isOpen }: SightingViewProps) {
  const { age, moment, t } = useMessages();
  const { collection, source, id, state, item, readAt, failure, firstSeen } = sighting;
  const sayings = [
    readAt !== null && t("raw.seen", { source: t(`source.${source}`), ago: t("age.ago", { age: age(now - readAt) }) }),
    state === "absent" && t("raw.absent"),
    state === "unread" && t("raw.unread"),
    firstSeen !== null &&
      t(firstSeen.exact ? "raw.firstSeen" : "raw.firstSeen.before", { moment: moment(firstSeen.at) }),
    failure !== null && t("raw.failing", { message: printable(failure.message) }),
  ].filter((text) => text !== false);
  return (
    <details className="sighting" open={isOpen}>
      <summary>
        <span className="mono">{collection}</span>
        <Name text={id} most={40} className="mono" />
      </summary>
      <p className="quiet" {...(readAt !== null && { title: moment(readAt) })}>
        {sayings.join(" · ")}
      </p>
      {item !== null && (
        <div className="json-box">
          <CopyButton text={JSON.stringify(item, null, 2)} what={t("raw.copy", { id: printable(id) })} />
          <JsonTree value={item} />
        </div>
      )}
    </details>
  );
}
