"use client";

import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { findIn } from "../../lib/diagram/find.ts";
import { blindSpots, freshnessAt } from "../../lib/diagram/freshness.ts";
import { homeOf } from "../../lib/diagram/home.ts";
import { type Layout, layoutOf } from "../../lib/diagram/layout.ts";
import { litBy } from "../../lib/diagram/relations.ts";
import { summaryOf } from "../../lib/diagram/summary.ts";
import type { View } from "../../lib/diagram/view.ts";
import type { Snapshot } from "../../lib/snapshot/snapshot.ts";
import { Diagram } from "../diagram/diagram.tsx";
import type { ClusterLink } from "../frame/cluster-switcher.tsx";
import { Help } from "../frame/help.tsx";
import { TopBar } from "../frame/top-bar.tsx";
import { Inspector } from "../inspector/inspector.tsx";
import { useMessages } from "../messages/use-messages.ts";
import { usePreferences } from "../preferences/use-preferences.ts";
import { Rail } from "../rail/rail.tsx";
import { BlindBanner } from "../states/blind-banner.tsx";
import { EmptyCluster } from "../states/empty-cluster.tsx";
import { LostBanner } from "../states/lost-banner.tsx";
import { titleOf } from "./title.ts";
import { useCluster } from "./use-cluster.ts";
import { useNow } from "./use-now.ts";
import { useView } from "./use-view.ts";

interface DashboardProps {
  readonly snapshot: Snapshot;
  /** False: only the first instances; the rest is fetched. */
  readonly complete: boolean;
  readonly view: View;
  readonly clusters: readonly ClusterLink[];
  /** The name in the address. */
  readonly name: string;
}

/** One cluster on one screen. Its state is the address and the last snapshot; the rest follows from these. */
export function Dashboard({ snapshot, complete, view: firstView, clusters, name }: DashboardProps) {
  const messages = useMessages();
  const { t } = messages;
  const [view, change] = useView(firstView);
  const { state, connection, loading, refusal } = useCluster({ name, snapshot, complete, at: firstView.at }, view.at);
  const { model, tick } = state;
  const { shownTheme } = usePreferences();
  const now = useNow(model, view.at !== null);
  const [railOpen, setRailOpen] = useState(true);
  const [tab, setTab] = useState<"list" | "diagram">("list");
  const [helpOpen, setHelpOpen] = useState(false);
  const [goal, setGoal] = useState<{ readonly id: string } | null>(
    firstView.selection === null ? null : { id: firstView.selection },
  );
  const opener = useRef<HTMLElement | null>(null);

  const laidOut = useRef<Layout>(undefined);
  const layout = useMemo(() => {
    void tick;
    const before = laidOut.current?.grouping === view.grouping ? laidOut.current : undefined;
    laidOut.current = layoutOf(model, view.grouping, before);
    return laidOut.current;
  }, [model, tick, view.grouping]);

  const summary = useMemo(() => {
    void tick;
    return summaryOf(model);
  }, [model, tick]);

  const find = useDeferredValue(view.find);
  const found = useMemo(() => {
    void tick;
    return findIn(model, find);
  }, [model, tick, find]);

  const lit = useMemo(() => {
    void tick;
    const selected = view.selection === null ? undefined : model.byId.get(view.selection);
    if (selected) return litBy(model, selected);
    if (!found) return null;
    const all = new Set(found);
    for (const id of found) {
      const resource = model.byId.get(id);
      const home = resource && homeOf(model, resource);
      if (home) all.add(home);
    }
    return all;
  }, [model, tick, view.selection, found]);
  const stableLit = useStableSet(lit);

  const sources = useMemo(() => freshnessAt(model.head, now), [model.head, now]);
  const blind = blindSpots(sources);

  const select = useCallback(
    (id: string | null) => {
      if (id !== null && !opener.current) opener.current = document.activeElement as HTMLElement | null;
      change({ selection: id });
      if (id !== null) {
        setGoal({ id });
        setTab("diagram");
      } else {
        opener.current?.focus({ preventScroll: true });
        opener.current = null;
      }
    },
    [change],
  );

  useEffect(() => {
    document.title = titleOf(messages, model.head.cluster, summary, blind.length > 0);
  }, [messages, model.head.cluster, summary, blind.length]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
      if (event.key === "Escape") {
        if (helpOpen) setHelpOpen(false);
        else if (typing) (event.target as HTMLElement).blur();
        else if (view.selection !== null) select(null);
        else if (view.find !== "") change({ find: "" });
        return;
      }
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "/") {
        event.preventDefault();
        document.getElementById("find")?.focus();
      } else if (event.key === "?") setHelpOpen((open) => !open);
      else if (event.key === "[") setRailOpen((open) => !open);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [helpOpen, view.selection, view.find, select, change]);

  const isEmpty = layout.places.size === 0 && layout.trays.length === 0;
  return (
    <div className="dashboard" data-rail={railOpen} data-tab={tab} data-inspecting={view.selection !== null}>
      <a className="skip" href="#diagram">
        {t("app.skip")}
      </a>
      <TopBar
        name={name}
        head={model.head}
        clusters={clusters}
        sources={sources}
        now={now}
        at={view.at}
        loading={loading}
        connection={connection}
        find={view.find}
        found={found}
        selection={view.selection}
        railOpen={railOpen}
        onRail={() => setRailOpen((open) => !open)}
        onFind={(text) => change({ find: text })}
        onJump={select}
        onLatest={() => change({ at: null })}
        onHelp={() => setHelpOpen(true)}
      />
      <div className="banners">
        {refusal && <LostBanner refusal={refusal} at={view.at} onLatest={() => change({ at: null })} />}
        {connection.state === "lost" && connection.heardAt !== null && (
          <LostBanner since={now - connection.heardAt} onLatest={() => change({ at: null })} at={null} />
        )}
        {blind.length > 0 && <BlindBanner blind={blind} now={now} />}
      </div>
      <div className="tabs" role="tablist">
        {(["list", "diagram"] as const).map((one) => (
          <button key={one} type="button" role="tab" aria-selected={tab === one} onClick={() => setTab(one)}>
            {t(one === "list" ? "diagram.listTab" : "diagram.tab")}
          </button>
        ))}
      </div>
      <Rail
        model={model}
        summary={summary}
        grouping={view.grouping}
        selection={view.selection}
        litCount={stableLit?.size ?? null}
        onGrouping={(grouping) => change({ grouping })}
        onSelect={select}
      />
      <main className="stage" data-stale={connection.state === "lost"} data-loading={loading}>
        <h1 className="sr-only">{model.head.cluster}</h1>
        {isEmpty ? (
          <EmptyCluster head={model.head} />
        ) : (
          <Diagram
            model={model}
            revision={tick}
            layout={layout}
            lit={stableLit}
            selection={view.selection}
            goal={goal}
            theme={shownTheme}
            onSelect={select}
          />
        )}
      </main>
      {view.selection !== null && (
        <Inspector
          key={view.selection}
          id={view.selection}
          model={model}
          tick={tick}
          now={now}
          onSelect={select}
          onClose={() => select(null)}
        />
      )}
      {helpOpen && <Help onClose={() => setHelpOpen(false)} />}
    </div>
  );
}

/** The set given before while it holds the same, so that cards are not drawn for nothing. */
function useStableSet(set: ReadonlySet<string> | null): ReadonlySet<string> | null {
  const before = useRef(set);
  const known = before.current;
  if (known !== null && set !== null && known.size === set.size && [...set].every((id) => known.has(id))) return known;
  before.current = set;
  return set;
}
