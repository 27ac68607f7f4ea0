"use client";

import { CircleHelp, History, PanelLeft } from "lucide-react";
import type { ReactNode } from "react";
import type { SourceFreshness } from "../../lib/diagram/freshness.ts";
import type { SnapshotHead } from "../../lib/snapshot/snapshot.ts";
import type { Connection } from "../dashboard/use-cluster.ts";
import { useMessages, useT } from "../messages/use-messages.ts";
import { PreferencesPopover } from "../preferences/preferences-popover.tsx";
import { SearchBox } from "../search/search-box.tsx";
import type { Search } from "../search/use-search.ts";
import { type ClusterLink, ClusterSwitcher } from "./cluster-switcher.tsx";
import { FreshnessChips } from "./freshness-chips.tsx";
import { Mark } from "./mark.tsx";

interface TopBarProps {
  readonly name: string;
  readonly head: SnapshotHead;
  readonly clusters: readonly ClusterLink[];
  readonly sources: readonly SourceFreshness[];
  readonly now: number;
  readonly at: number | null;
  readonly loading: boolean;
  readonly connection: Connection;
  readonly search: Search;
  readonly selection: string | null;
  readonly railOpen: boolean;
  /** What can be done with what is seen. */
  readonly tools: ReactNode;
  readonly onRail: () => void;
  readonly onFind: (text: string) => void;
  readonly onJump: (id: string) => void;
  readonly onLatest: () => void;
  readonly onHelp: () => void;
}

export function TopBar(props: TopBarProps) {
  const t = useT();
  const { name, head, clusters, sources, now, at, loading, connection } = props;
  return (
    <header className="top">
      <button
        type="button"
        className="icon-button rail-button"
        aria-label={t(props.railOpen ? "rail.hide" : "rail.show")}
        title={t(props.railOpen ? "rail.hide" : "rail.show")}
        aria-expanded={props.railOpen}
        onClick={props.onRail}
      >
        <PanelLeft size={15} aria-hidden />
      </button>
      <Mark />
      <ClusterSwitcher name={name} clusters={clusters} />
      <SearchBox search={props.search} selection={props.selection} onFind={props.onFind} onJump={props.onJump} />
      <div className="top-right">
        <FreshnessChips sources={sources} head={head} now={now} isPast={at !== null || connection.state === "lost"} />
        <Time head={head} at={at} loading={loading} connection={connection} onLatest={props.onLatest} />
        {props.tools}
        <PreferencesPopover />
        <button
          type="button"
          className="icon-button"
          aria-label={t("top.help")}
          title={t("top.help")}
          onClick={props.onHelp}
        >
          <CircleHelp size={15} aria-hidden />
        </button>
      </div>
    </header>
  );
}

interface TimeProps {
  readonly head: SnapshotHead;
  readonly at: number | null;
  readonly loading: boolean;
  readonly connection: Connection;
  readonly onLatest: () => void;
}

/** Live, or the moment that is shown instead. */
function Time({ head, at, loading, connection, onLatest }: TimeProps) {
  const { moment, t } = useMessages();
  if (loading)
    return (
      <span className="time" data-state="loading" role="status">
        {t("top.loading")}
      </span>
    );
  if (head.mode === "live" && at === null) {
    const lost = connection.state === "lost";
    return (
      <span className="time" data-state={lost ? "lost" : "live"}>
        <i aria-hidden />
        {t(lost ? "top.lost" : "top.live")}
      </span>
    );
  }
  return (
    <span className="time" data-state="past">
      <History size={13} aria-hidden />
      <time
        className="mono"
        dateTime={new Date(head.at).toISOString()}
        title={t(at === null ? "top.recording" : "top.moment")}
      >
        {moment(head.at)}
      </time>
      {at !== null && (
        <button type="button" className="text-button" onClick={onLatest}>
          {t(head.mode === "live" ? "top.goLive" : "top.latest")}
        </button>
      )}
    </span>
  );
}
