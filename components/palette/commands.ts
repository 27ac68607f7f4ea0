import { allFolded, unfolded } from "../../lib/diagram/fold.ts";
import { groupings } from "../../lib/diagram/grouping.ts";
import { orders } from "../../lib/diagram/order.ts";
import { type AnswerPanelName, answerPanels, type View } from "../../lib/diagram/view.ts";
import { presets } from "../../lib/query/presets.ts";
import type { ClusterLink } from "../frame/cluster-switcher.tsx";
import { languages } from "../messages/language.ts";
import type { Translate } from "../messages/messages.ts";
import { browserZone } from "../preferences/browser-zone.ts";
import { ownNames } from "../preferences/own-names.ts";
import type { Preferences } from "../preferences/preferences.ts";
import { themes } from "../preferences/themes.ts";
import { type Shortcut, type ShortcutId, shortcuts } from "../shortcuts/shortcuts.ts";

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly part?: "clusters";
  readonly shortcut?: Shortcut;
  readonly run: () => void;
}

interface Page {
  readonly t: Translate;
  readonly view: View;
  readonly clusters: readonly ClusterLink[];
  readonly name: string;
  /** Names of the formats, and how each is saved. */
  readonly exports: readonly { readonly label: string; readonly run: () => void }[];
  change(part: Partial<View>): void;
  choose(next: Partial<Preferences>): void;
  toggleRail(): void;
  showHelp(): void;
  focusSearch(): void;
  clearSelection(): void;
  /** The path of a resource on its node; `null` closes it. */
  showHost(id: string | null): void;
  showAnswer(what: AnswerPanelName): void;
  open(address: string): void;
}

/** Everything that can be done on the page, by name. */
export function commandsOf(page: Page): Command[] {
  const { t, view, change, choose } = page;
  const isTable = view.panel === "table";
  const list: (Command | false)[] = [
    command("find", t("shortcut.find"), page.focusSearch, "find"),
    view.find !== "" && command("clear-find", t("palette.action.clearFind"), () => change({ find: "" })),
    view.selection !== null && command("clear-selection", t("palette.action.clearSelection"), page.clearSelection),
    view.selection !== null &&
      view.panel !== "path" &&
      command("host-path", t("palette.action.hostPath"), () => page.showHost(view.selection)),
    view.panel === "path" && command("host-close", t("palette.action.hostClose"), () => page.showHost(null)),
    ...presets.map(({ id, query }) =>
      command(`preset-${id}`, t("palette.action.preset", { name: t(`preset.${id}`) }), () => change({ find: query })),
    ),
    command(
      "table",
      t(isTable ? "palette.action.showDiagram" : "palette.action.showTable"),
      () => change({ panel: isTable ? null : "table" }),
      "table",
    ),
    ...answerPanels
      .filter((what) => what !== view.panel)
      .map((what) =>
        command(`answer-${what}`, t("palette.action.answer", { name: t(`answer.${what}.title`) }), () =>
          page.showAnswer(what),
        ),
      ),
    ...groupings.map((grouping) =>
      command(`group-${grouping}`, t("palette.action.group", { name: t(`rail.group.${grouping}`) }), () =>
        change({ grouping, fold: unfolded }),
      ),
    ),
    ...orders.map((order) =>
      command(`order-${order}`, t("palette.action.order", { name: t(`rail.order.${order}`) }), () => change({ order })),
    ),
    command("fold", t("palette.action.foldAll"), () => change({ fold: allFolded })),
    command("unfold", t("palette.action.unfoldAll"), () => change({ fold: unfolded })),
    command("rail", t("palette.action.rail"), page.toggleRail, "rail"),
    command("copy-link", t("palette.action.copyLink"), () => void navigator.clipboard.writeText(window.location.href)),
    ...page.exports.map(({ label, run }) =>
      command(`export-${label}`, t("palette.action.export", { name: label }), run),
    ),
    ...themes.map((theme) =>
      command(`theme-${theme}`, t("palette.action.theme", { name: t(`preferences.theme.${theme}`) }), () =>
        choose({ theme }),
      ),
    ),
    ...languages.map((language) =>
      command(`language-${language}`, t("palette.action.language", { name: ownNames[language] }), () =>
        choose({ language }),
      ),
    ),
    command("zone-utc", t("palette.action.zone", { name: t("preferences.zone.utc") }), () => choose({ zone: "utc" })),
    command(
      "zone-local",
      t("palette.action.zone", { name: t("preferences.zone.local", { zone: browserZone() }) }),
      () => choose({ zone: browserZone() }),
    ),
    view.at !== null && command("latest", t("palette.action.latest"), () => change({ at: null })),
    command("help", t("palette.action.help"), page.showHelp, "help"),
    ...page.clusters
      .filter(({ name }) => name !== page.name)
      .map(({ name }) => ({
        ...command(`cluster-${name}`, name, () => page.open(`/clusters/${encodeURIComponent(name)}`)),
        part: "clusters" as const,
      })),
    { ...command("clusters", t("palette.action.clusters"), () => page.open("/")), part: "clusters" as const },
  ];
  return list.filter((one) => one !== false);
}

function command(id: string, label: string, run: () => void, shortcut?: ShortcutId): Command {
  return { id, label, run, ...(shortcut && { shortcut: shortcuts[shortcut] }) };
}
