"use client";

import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Finding } from "../../lib/diagnosis/finding.ts";
import { cardOf } from "../../lib/diagram/card.ts";
import { everything, type FindingFilter } from "../../lib/diagram/finding-list.ts";
import { toggleFold } from "../../lib/diagram/fold.ts";
import { blindSpots, freshnessAt } from "../../lib/diagram/freshness.ts";
import type { Lit } from "../../lib/diagram/lit.ts";
import { litByFinding } from "../../lib/diagram/lit-findings.ts";
import { litBy } from "../../lib/diagram/relations.ts";
import { type LaidOut, relayout } from "../../lib/diagram/relayout.ts";
import { firstTable } from "../../lib/diagram/table-view.ts";
import { type AnswerPanelName, answerPanels, type View } from "../../lib/diagram/view.ts";
import type { Start } from "../../lib/snapshot/overview-wire.ts";
import { worstIn } from "../../lib/snapshot/troubles.ts";
import { ComparePanel } from "../compare/compare-panel.tsx";
import { ComparePart } from "../compare/compare-part.tsx";
import { Diagram } from "../diagram/diagram.tsx";
import { ExportMenu } from "../export/export-menu.tsx";
import { exportLabel, exportNames } from "../export/exports.ts";
import { type Saved, save } from "../export/save.ts";
import { FindingsPart } from "../findings/findings-part.tsx";
import { FocusedPath } from "../focus/focused-path.tsx";
import type { ClusterLink } from "../frame/cluster-switcher.tsx";
import { TopBar } from "../frame/top-bar.tsx";
import { ViewToggle } from "../frame/view-toggle.tsx";
import { Inspector } from "../inspector/inspector.tsx";
import { useMessages } from "../messages/use-messages.ts";
import { commandsOf } from "../palette/commands.ts";
import { usePreferences } from "../preferences/use-preferences.ts";
import { ArrangePart } from "../rail/arrange-part.tsx";
import { Rail } from "../rail/rail.tsx";
import { PresetsPart } from "../search/presets-part.tsx";
import { useSearch } from "../search/use-search.ts";
import { useShortcuts } from "../shortcuts/use-shortcuts.ts";
import { BlindBanner } from "../states/blind-banner.tsx";
import { EmptyCluster } from "../states/empty-cluster.tsx";
import { LostBanner } from "../states/lost-banner.tsx";
import { Notice } from "../states/notice.tsx";
import { ViewsPart } from "../views/views-part.tsx";
import { Announcements } from "./announcements.tsx";
import { showWorst } from "./favicon.ts";
import { titleOf } from "./title.ts";
import { useCluster } from "./use-cluster.ts";
import { useFarLit } from "./use-far-lit.ts";
import { useNow } from "./use-now.ts";
import { useView } from "./use-view.ts";

const AnswerPanel = lazy(() => import("../answers/answer-panel.tsx"));
const CommandPalette = lazy(() => import("../palette/command-palette.tsx"));
const DataTable = lazy(() => import("../table/data-table.tsx"));
const FindingsPanel = lazy(() => import("../findings/findings-panel.tsx"));
const HostPanel = lazy(() => import("../host/host-panel.tsx"));
const Help = lazy(() => import("../frame/help.tsx"));

interface DashboardProps {
  readonly start: Start;
  /** False: without instances, which are fetched. */
  readonly isWhole: boolean;
  readonly view: View;
  readonly clusters: readonly ClusterLink[];
  /** The name in the address. */
  readonly name: string;
}

/** One cluster on one screen. Its state is the address and the last snapshot; the rest follows from these. */
export function Dashboard({ start, isWhole, view: firstView, clusters, name }: DashboardProps) {
  const messages = useMessages();
  const { t } = messages;
  const [view, change] = useView(firstView);
  const { state, connection, loading, refusal, want, bring } = useCluster(
    { name, start, isWhole, at: firstView.at },
    view.at,
  );
  const { model, tick } = state;
  const { shownTheme, choose } = usePreferences();
  const now = useNow(model, view.at !== null);
  const [railOpen, setRailOpen] = useState(true);
  const [tab, setTab] = useState<"list" | "diagram">(firstView.panel === "path" ? "diagram" : "list");
  const [dialog, setDialog] = useState<"help" | "palette" | null>(null);
  const [trouble, setTrouble] = useState<Exclude<Saved, "saved"> | null>(null);
  const [goal, setGoal] = useState<{ readonly id: string } | null>(
    firstView.selection === null ? null : { id: firstView.selection },
  );
  const opener = useRef<HTMLElement | null>(null);
  const current = useRef(view);
  current.current = view;

  const { grouping, order, fold: folded } = view;
  const laidOut = useRef<LaidOut>(undefined);
  const layout = useMemo(() => {
    void tick;
    laidOut.current = relayout(model, grouping, { order, fold: folded }, laidOut.current);
    return laidOut.current.layout;
  }, [model, tick, grouping, order, folded]);

  const { summary } = model;

  const search = useSearch({ name, model, tick, at: state.at, text: view.find });
  const { lit: litBySearch } = search;

  const [filter, setFilter] = useState<FindingFilter>(everything);
  const [lighting, setLighting] = useState<Finding | null>(null);
  const far = useFarLit({
    cluster: name,
    model,
    at: view.at,
    selection: view.selection,
    finding: lighting?.code ?? null,
  });
  const lit = useMemo(() => {
    void tick;
    if (lighting !== null) return { ids: litByFinding(model, lighting), far };
    const selected = view.selection === null ? undefined : model.byId.get(view.selection);
    if (selected) return { ids: litBy(model, selected), far };
    return litBySearch;
  }, [model, tick, view.selection, litBySearch, far, lighting]);
  const stableLit = useStableLit(lit);

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
        giveBack(opener.current);
        opener.current = null;
      }
    },
    [change],
  );

  const focusOpener = useRef<HTMLElement | null>(null);
  const focusOn = useCallback(
    (id: string | null) => {
      if (id !== null) focusOpener.current = document.activeElement as HTMLElement | null;
      change({ focus: id });
      if (id === null) requestAnimationFrame(() => giveBack(focusOpener.current));
      else setTab("diagram");
    },
    [change],
  );
  const hostOpener = useRef<HTMLElement | null>(null);
  /** The path of a resource on its node; `null` closes it. */
  const showHost = useCallback(
    (id: string | null) => {
      if (id === null) {
        change({ panel: null });
        requestAnimationFrame(() => giveBack(hostOpener.current));
        return;
      }
      hostOpener.current = document.activeElement as HTMLElement | null;
      change({ panel: "path", selection: id, focus: null });
      setTab("diagram");
    },
    [change],
  );
  const fold = useCallback((group: string) => change({ fold: toggleFold(current.current.fold, group) }), [change]);

  const selectSlot = useCallback(
    async (instanceId: string, order: number) => {
      if (!cardOf(model, instanceId)) await bring(instanceId);
      const slot = cardOf(model, instanceId)
        ?.enis.flatMap(({ slots }) => slots ?? [])
        .at(order);
      select(slot?.branch?.id ?? slot?.pods[0]?.id ?? instanceId);
    },
    [model, bring, select],
  );

  // A link may name something whose details are not here yet.
  const missing = [view.selection, view.focus].find((id) => id !== null && !model.byId.has(id));
  useEffect(() => {
    if (missing == null || !state.isWhole) return;
    let isCurrent = true;
    void bring(missing).then((isKnown) => isCurrent && isKnown && setGoal({ id: missing }));
    return () => {
      isCurrent = false;
    };
  }, [missing, state.isWhole, bring]);

  useEffect(() => {
    document.title = titleOf(messages, model.head.cluster, summary, model.totals, blind.length > 0);
    showWorst(worstIn(model.totals));
  }, [messages, model.head.cluster, summary, model.totals, blind.length]);

  const isTable = view.panel === "table";
  const answerPanel = answerPanels.find((one) => one === view.panel);
  const showAnswer = (panel: AnswerPanelName) => {
    change({ panel });
    setTab("list");
  };
  const toggleTable = () => change({ panel: isTable ? null : "table" });
  const toggleRail = () => setRailOpen((open) => !open);
  const step = async (by: 1 | -1) => {
    const id = await search.step(view.selection, by);
    if (id !== null) select(id);
  };
  const clear = () => {
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused.matches("input, textarea, select")) focused.blur();
    else if (view.focus !== null) focusOn(null);
    else if (view.panel === "path") showHost(null);
    else if (view.selection !== null) select(null);
    else if (view.find !== "") change({ find: "" });
  };
  const focusSearch = () => document.getElementById("find")?.focus();
  useShortcuts({
    palette: () => {
      search.prepare();
      setDialog("palette");
    },
    help: () => setDialog("help"),
    find: focusSearch,
    nextMatch: () => void step(1),
    previousMatch: () => void step(-1),
    table: toggleTable,
    rail: toggleRail,
    clear,
  });
  const exported = { cluster: name, view, theme: shownTheme.endsWith("dark") ? "dark" : "light" } as const;
  const commands = () =>
    commandsOf({
      t,
      view,
      clusters,
      name,
      exports: exportNames.map((format) => ({
        label: t(exportLabel(format)),
        run: () => void save(format, exported).then((saved) => setTrouble(saved === "saved" ? null : saved)),
      })),
      change,
      choose,
      toggleRail,
      showHelp: () => setDialog("help"),
      focusSearch,
      clearSelection: () => select(null),
      showHost,
      showAnswer,
      open: (address) => window.location.assign(address),
    });

  const isEmpty = layout.frames.length === 0 && layout.trays.length === 0;
  return (
    <div className="dashboard" data-rail={railOpen} data-tab={tab} data-inspecting={view.selection !== null}>
      <a className="skip" href="#diagram">
        {t("app.skip")}
      </a>
      <Announcements
        model={model}
        selection={view.selection}
        litCount={view.selection === null ? null : (stableLit?.ids.size ?? null)}
        connection={connection.state}
        refusal={refusal}
      />
      <TopBar
        name={name}
        head={model.head}
        clusters={clusters}
        sources={sources}
        now={now}
        at={view.at}
        loading={loading}
        connection={connection}
        search={search}
        selection={view.selection}
        railOpen={railOpen}
        tools={
          <>
            <ViewToggle isTable={isTable} onTable={toggleTable} />
            <ExportMenu exported={exported} />
          </>
        }
        onRail={toggleRail}
        onFind={(text) => change({ find: text })}
        onJump={select}
        onLatest={() => change({ at: null })}
        onHelp={() => setDialog("help")}
      />
      <div className="banners">
        {refusal && <LostBanner refusal={refusal} at={view.at} onLatest={() => change({ at: null })} />}
        {connection.state === "lost" && connection.heardAt !== null && (
          <LostBanner since={now - connection.heardAt} onLatest={() => change({ at: null })} at={null} />
        )}
        {trouble && <Notice text={t(`export.${trouble}`)} onClose={() => setTrouble(null)} />}
        {blind.length > 0 && <BlindBanner blind={blind} now={now} />}
      </div>
      <nav className="tabs" aria-label={t("diagram.tabs")}>
        <div role="tablist">
          {phoneTabs.map(({ id, label }) => (
            <button
              key={id}
              type="button"
              role="tab"
              aria-selected={id === (tab === "list" ? "list" : isTable ? "table" : "diagram")}
              onClick={() => {
                setTab(id === "list" ? "list" : "diagram");
                if (id === "table" || isTable) change({ panel: id === "table" ? "table" : null });
              }}
            >
              {t(label)}
            </button>
          ))}
        </div>
      </nav>
      {view.panel === "findings" ? (
        <Suspense fallback={<aside className="findings" aria-busy />}>
          <FindingsPanel
            model={model}
            tick={tick}
            now={now}
            filter={filter}
            onFilter={setFilter}
            onLight={setLighting}
            onSelect={select}
            onClose={() => change({ panel: null })}
          />
        </Suspense>
      ) : answerPanel !== undefined ? (
        <Suspense fallback={<aside className="findings" data-wide aria-busy />}>
          <AnswerPanel
            cluster={name}
            at={view.at}
            what={answerPanel}
            model={model}
            now={now}
            onSelect={select}
            onClose={() => change({ panel: null })}
          />
        </Suspense>
      ) : (
        <Rail
          model={model}
          summary={summary}
          selection={view.selection}
          litCount={view.selection === null ? null : (stableLit?.ids.size ?? null)}
          findings={
            <FindingsPart
              model={model}
              onAnswer={showAnswer}
              onOpen={(next) => {
                setFilter(next);
                change({ panel: "findings" });
              }}
            />
          }
          presets={<PresetsPart find={view.find} onFind={(find) => change({ find })} />}
          arrange={
            <>
              <ArrangePart view={view} onChange={change} />
              <ComparePart
                cluster={name}
                at={model.head.at}
                compare={view.compare}
                onCompare={(compare) => change({ compare })}
              />
              <ViewsPart cluster={name} view={view} onOpen={change} />
            </>
          }
          onSelect={select}
        />
      )}
      <main className="stage" data-stale={connection.state === "lost"} data-loading={loading}>
        <h1 className="sr-only">{model.head.cluster}</h1>
        {view.compare !== null && (
          <ComparePanel
            cluster={name}
            at={view.at}
            compare={view.compare}
            isLive={view.at === null && model.head.mode === "live"}
            selection={view.selection}
            onSelect={select}
            onClose={() => change({ compare: null })}
          />
        )}
        {!state.isWhole ? (
          <p className="stage-note">{t("top.loading")}</p>
        ) : isEmpty ? (
          <EmptyCluster head={model.head} />
        ) : isTable ? (
          <Suspense fallback={<p className="stage-note">{t("top.loading")}</p>}>
            <DataTable
              name={name}
              model={model}
              tick={tick}
              view={view}
              search={search}
              onTable={(table) => change({ table })}
              onSelect={select}
            />
          </Suspense>
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
            onWant={want}
            onSlot={selectSlot}
            onFold={fold}
            onFocusPath={focusOn}
          />
        )}
        {view.focus !== null && state.isWhole && (
          <FocusedPath
            key={view.focus}
            id={view.focus}
            model={model}
            tick={tick}
            now={now}
            onSelect={select}
            onClose={() => focusOn(null)}
            onHost={showHost}
          />
        )}
        {view.panel === "path" && (
          <Suspense fallback={<p className="stage-note">{t("top.loading")}</p>}>
            <HostPanel
              cluster={name}
              at={view.at}
              id={view.selection}
              model={model}
              onSelect={select}
              onFocusPath={(id) => {
                change({ panel: null });
                focusOn(id);
              }}
              onClose={() => showHost(null)}
            />
          </Suspense>
        )}
      </main>
      {view.selection !== null && (
        <Inspector
          key={view.selection}
          cluster={name}
          at={view.at}
          id={view.selection}
          model={model}
          tick={tick}
          now={now}
          part={view.part}
          onPart={(part) => change({ part })}
          onSelect={select}
          onFocusPath={focusOn}
          onHost={showHost}
          onShowAll={(kind, query) => change({ panel: "table", find: query, table: { ...firstTable, kind } })}
          onMoment={(at) => change({ at })}
          onClose={() => select(null)}
        />
      )}
      <Suspense>
        {dialog === "help" && <Help onClose={() => setDialog(null)} />}
        {dialog === "palette" && (
          <CommandPalette
            model={model}
            search={search}
            commands={commands()}
            onJump={select}
            onFind={(find) => change({ find })}
            onClose={() => setDialog((open) => (open === "palette" ? null : open))}
          />
        )}
      </Suspense>
    </div>
  );
}

/** The focus goes where it came from; what is no longer there lies somewhere on the diagram. */
function giveBack(opener: HTMLElement | null): void {
  const isThere = opener !== null && opener !== document.body && opener.isConnected;
  (isThere ? opener : document.getElementById("diagram"))?.focus({ preventScroll: true });
}

const phoneTabs = [
  { id: "list", label: "diagram.listTab" },
  { id: "diagram", label: "diagram.tab" },
  { id: "table", label: "view.table" },
] as const;

/** The one given before while it holds the same, so that cards are not drawn for nothing. */
function useStableLit(lit: Lit | null): Lit | null {
  const before = useRef(lit);
  const known = before.current;
  if (known !== null && lit !== null && known.far === lit.far && sameSet(known.ids, lit.ids)) return known;
  before.current = lit;
  return lit;
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...b].every((id) => a.has(id));
}
