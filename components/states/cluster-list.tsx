"use client";

import { useMessages } from "../messages/use-messages.ts";
import { Name } from "../parts/name.tsx";

interface ClusterRow {
  readonly name: string;
  readonly mode: "live" | "recording";
  readonly state: "closed" | "starting" | "ready" | "restarting" | "failed";
  readonly region: string | null;
  readonly about: string | null;
  readonly isTrouble: boolean;
  /** The moment of its latest snapshot, epoch milliseconds. */
  readonly at: number | null;
  /** Collections that cannot be read now. */
  readonly stale: readonly string[];
  readonly counts: string | null;
}

/** Clusters to choose from: live ones first, then recordings. */
export function ClusterList({ clusters, now }: { readonly clusters: readonly ClusterRow[]; readonly now: number }) {
  const { age, moment, t } = useMessages();
  if (clusters.length === 0) {
    return (
      <div className="clusters-none">
        <p>{t("clusters.none")}</p>
        <p>{t("clusters.none.help")}</p>
      </div>
    );
  }
  return (["live", "recording"] as const).map((mode) => {
    const rows = clusters.filter((cluster) => cluster.mode === mode);
    if (rows.length === 0) return null;
    return (
      <section key={mode}>
        <h2>{t(mode === "live" ? "clusters.live" : "clusters.recordings")}</h2>
        <ul>
          {rows.map((row) => (
            <li key={row.name}>
              <a href={`/clusters/${encodeURIComponent(row.name)}`}>
                <i className="live-dot" data-mode={mode} data-state={row.state} aria-hidden />
                <b>
                  <Name text={row.name} most={48} />
                </b>
                <span className="quiet">{row.region}</span>
                <span className="clusters-state" data-state={row.stale.length > 0 ? "stale" : row.state}>
                  {row.stale.length > 0
                    ? t("blind.title", { names: row.stale.join(", ") })
                    : row.state === "ready" && row.at !== null
                      ? mode === "live"
                        ? t("age.ago", { age: age(now - row.at) })
                        : moment(row.at)
                      : t(`clusters.state.${row.state}`)}
                </span>
                <span className="clusters-about">
                  {row.counts && <span>{row.counts}</span>}
                  {row.about && <Name text={row.about} most={160} className={row.isTrouble ? "bad" : ""} />}
                </span>
              </a>
            </li>
          ))}
        </ul>
      </section>
    );
  });
}
