"use client";

import { ChevronsUpDown } from "lucide-react";
import { Fragment } from "react";
import { useT } from "../messages/use-messages.ts";
import { Name } from "../parts/name.tsx";
import { Popover } from "./popover.tsx";

export interface ClusterLink {
  readonly name: string;
  readonly mode: "live" | "recording";
}

export function ClusterSwitcher({
  name,
  clusters,
}: {
  readonly name: string;
  readonly clusters: readonly ClusterLink[];
}) {
  const t = useT();
  return (
    <Popover
      label={t("clusters.switch")}
      align="left"
      className="switcher"
      button={
        <>
          <Name text={name} most={28} />
          <ChevronsUpDown size={12} aria-hidden />
        </>
      }
    >
      {() => (
        <nav className="menu">
          {(["live", "recording"] as const).map((mode) => {
            const rows = clusters.filter((cluster) => cluster.mode === mode);
            if (rows.length === 0) return null;
            return (
              <Fragment key={mode}>
                <h3>{t(mode === "live" ? "clusters.live" : "clusters.recordings")}</h3>
                {rows.map((cluster) => (
                  <a
                    key={cluster.name}
                    href={`/clusters/${encodeURIComponent(cluster.name)}`}
                    aria-current={cluster.name === name ? "page" : undefined}
                  >
                    <i className="live-dot" data-mode={mode} aria-hidden />
                    <Name text={cluster.name} most={34} />
                  </a>
                ))}
              </Fragment>
            );
          })}
          <a className="menu-foot" href="/">
            {t("clusters.all")}
          </a>
        </nav>
      )}
    </Popover>
  );
}
