import type { SnapshotHead } from "../../lib/snapshot/snapshot.ts";
import { useT } from "../messages/use-messages.ts";

const steps = ["empty.step.1", "empty.step.2", "empty.step.3", "empty.step.4"] as const;

/** A cluster without instances: what would appear, and what it takes. */
export function EmptyCluster({ head }: { readonly head: SnapshotHead }) {
  const t = useT();
  return (
    <section className="empty" id="diagram" aria-label={t("diagram.label", { cluster: head.cluster })}>
      <div className="empty-card" aria-hidden>
        <i className="empty-head" />
        <i className="empty-line" />
        <div>
          {Array.from({ length: 9 }, (_, slot) => `slot-${slot}`).map((key) => (
            <i key={key} className="slot-mini" data-state="free" />
          ))}
        </div>
      </div>
      <h2 className="empty-title">{t("empty.title")}</h2>
      <p>{t("empty.about")}</p>
      <h3>{t("empty.steps")}</h3>
      <ol>
        {steps.map((step) => (
          <li key={step}>{t(step)}</li>
        ))}
      </ol>
    </section>
  );
}
