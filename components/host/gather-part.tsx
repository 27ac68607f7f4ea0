import { useMemo } from "react";
import { gatherings } from "../../lib/export/gather.ts";
import type { HostAnswer } from "../../lib/host/host-answer.ts";
import { useT } from "../messages/use-messages.ts";
import { CopyButton } from "../parts/copy-button.tsx";

interface GatherPartProps {
  readonly instance: HostAnswer["instance"];
  readonly region: string | null;
}

/** Commands that gather what the comparison needs, by every way onto the node. */
export function GatherPart({ instance, region }: GatherPartProps) {
  const t = useT();
  const ways = useMemo(() => (instance === null ? [] : gatherings(instance, region)), [instance, region]);
  return (
    <section className="host-part ways" aria-label={t("host.gather")}>
      <h3>{t("host.gather")}</h3>
      <p className="quiet">{t(ways.length === 0 ? "host.gather.none" : "host.gather.about")}</p>
      {ways.map(({ way, lines }) => (
        <details key={way} className="host-way">
          <summary>{t(`host.gather.${way}`)}</summary>
          {lines.map((line) => (
            <div key={line} className="command">
              <code className="mono">{line}</code>
              <CopyButton text={line} what={`${t("host.gather.command")}: ${t(`host.gather.${way}`)}`} />
            </div>
          ))}
        </details>
      ))}
    </section>
  );
}
