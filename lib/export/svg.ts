import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Resource } from "../topology/resources.ts";
import { captionLines, captionOf } from "./caption.ts";
import type { ExportView, Format } from "./export.ts";
import { kindNames, nameOf } from "./names.ts";
import type { Frame, Picture, Slot, TrayPlace } from "./picture.ts";
import { cardMarkup, type Pen } from "./svg-card.ts";
import { bars, dimmed, painted, patterns, podMark, rect, slotMark, textAt } from "./svg-parts.ts";
import { svgStyle } from "./svg-style.ts";
import { countOf, grouped } from "./text.ts";
import { attributes, escapeXml } from "./xml.ts";

const margin = 36;
const leastWidth = 900;

/** A self-contained drawing in the page's own layout: no script, nothing fetched. What does not match the filter steps back. */
export const svg: Format = {
  label: "SVG",
  extension: "svg",
  type: "image/svg+xml",
  write: (snapshot, view) => {
    const picture = view.picture();
    const caption = captionLines(captionOf(snapshot, view));
    const head = headMarkup(snapshot, caption);
    const legend = legendMarkup(snapshot, picture);
    const { width, height } = sizeOf(picture, head.height + legend.height);
    const cards = Math.max(0, height - margin - legend.height);
    return [
      `<svg xmlns="http://www.w3.org/2000/svg"${attributes({ width, height, viewBox: `0 0 ${width} ${height}` })} role="img" aria-labelledby="about">`,
      `<title id="about">${escapeXml(caption.slice(0, 3).join(". "))}</title>`,
      `<desc>${escapeXml(caption.join(" · "))}</desc>`,
      `<style>${svgStyle(view.theme ?? "light")}</style>`,
      patterns,
      rect(0, 0, width, height, "canvas"),
      head.markup,
      `<g transform="translate(${margin} ${margin + head.height})">`,
      ...bodyMarkup(picture, view),
      "</g>",
      `<g transform="translate(${margin} ${cards})">${legend.markup}</g>`,
      "</svg>",
      "",
    ].join("\n");
  },
};

/** Width and height of the drawing in CSS pixels: what a bitmap of it needs. */
function sizeOf({ bounds }: Picture, around: number): { readonly width: number; readonly height: number } {
  const width = Math.max(leastWidth, Math.ceil(bounds.width) + 2 * margin);
  return { width, height: Math.ceil(bounds.height) + around + 3 * margin };
}

function bodyMarkup(picture: Picture, { shown }: ExportView): string[] {
  const pen: Pen = {
    measure: picture.measure,
    paintOf: picture.paintOf,
    isLit: (id) => shown === null || (id !== null && shown.has(id)),
    detail: picture.places.size <= 150 ? "rows" : picture.places.size <= 1_000 ? "cells" : "marks",
  };
  const cards: string[] = [];
  for (const place of picture.places.values()) {
    const card = picture.cardOf(place.id);
    if (card) cards.push(cardMarkup(pen, card, place));
  }
  return [...picture.frames.map(frameMarkup), ...cards, ...picture.trays.map((tray) => trayMarkup(pen, tray))];
}

function headMarkup(
  snapshot: Snapshot,
  caption: readonly string[],
): { readonly markup: string; readonly height: number } {
  const lines = caption
    .slice(1)
    .map((line, index) => textAt(margin, margin + 42 + index * 16, line, { class: "muted", most: 150 }));
  const title = textAt(
    margin,
    margin + 18,
    `${snapshot.cluster}${snapshot.region === null ? "" : ` · ${snapshot.region}`}`,
    {
      class: "title",
      most: 64,
    },
  );
  const brand = textAt(margin, margin - 6, "Trunkscope", { class: "faint strong" });
  return { markup: [brand, title, ...lines].join(""), height: 42 + caption.length * 16 };
}

function frameMarkup({ x, y, width, height, depth, label, count }: Frame): string {
  const box = depth === 0 ? rect(x, y, width, height, "frame0", 14) : "";
  const text = `${label ?? "not known"}   ${grouped(count)}`;
  return (
    box + textAt(x + 18, y + 24, text, { class: depth === 0 ? "name" : "muted strong", most: Math.floor(width / 8) })
  );
}

function trayMarkup({ isLit, measure, paintOf }: Pen, { x, y, width, height, tray }: TrayPlace): string {
  const { unit } = measure;
  const rows = tray.resources.map((resource, index) => {
    const top = (index + 1) * unit;
    const parts = [
      trayMark(resource, 18, top + 13, paintOf),
      "groupIds" in resource ? bars(36, top + 12, resource.groupIds, paintOf) : "",
      textAt(64, top + 22, nameOf(resource), { most: 62 }),
      textAt(width - 18, top + 22, resource.kind === "pod" ? resource.status : kindNames[resource.kind], {
        class: "muted end",
        most: 18,
      }),
    ];
    return dimmed(!isLit(resource.id), parts.join(""));
  });
  const title = tray.kind === "waiting" ? "Waiting for a node" : "Not placed";
  return [
    `<g transform="translate(${x} ${y})">`,
    rect(0, 0, width, height, "card", 8),
    textAt(18, 23, title, { class: "name" }),
    textAt(width - 18, 23, grouped(tray.total), { class: "muted end" }),
    ...rows,
    "</g>",
  ].join("");
}

function trayMark(resource: Resource, x: number, y: number, paintOf: Picture["paintOf"]): string {
  if (resource.kind === "pod") return podMark(resource, x, y, 10);
  const state = resource.kind === "branch" ? resource.state : "unowned";
  const branch = resource.kind === "branch" ? resource : null;
  return slotMark({ vlan: null, state, branch, pods: [] }, x, y, 10, paintOf);
}

const states: readonly Slot["state"][] = ["used", "allocating", "requested", "cooling", "unowned", "orphan", "free"];
const mostGroups = 24;

/** What the shapes and the colours mean: every state, and the security groups that branches hold most. */
function legendMarkup(
  { resources }: Snapshot,
  { paintOf }: Picture,
): { readonly markup: string; readonly height: number } {
  const marks = states.map((state, index) => {
    const x = index * 104;
    return (
      slotMark({ vlan: null, state, branch: null, pods: [] }, x, 0, 12, paintOf) +
      textAt(x + 18, 10, state, { class: "muted" })
    );
  });
  const uses = new Map<string, number>();
  const names = new Map<string, string>();
  for (const resource of resources) {
    if (resource.kind === "branch") for (const id of resource.groupIds) uses.set(id, (uses.get(id) ?? 0) + 1);
    if (resource.kind === "securityGroup") names.set(resource.id, nameOf(resource));
  }
  const used = [...uses].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const groups = used.slice(0, mostGroups).map(([id, count], index) => {
    const x = (index % 2) * 414;
    const y = 28 + Math.floor(index / 2) * 20;
    const text = `${names.get(id) ?? id}  ${countOf(count, "branch")}`;
    return painted(x, y, 12, 12, paintOf(id), 2) + textAt(x + 18, y + 10, text, { most: 66 });
  });
  const rest = used.length - mostGroups;
  const rows = Math.ceil(groups.length / 2);
  if (rest > 0)
    groups.push(textAt(0, 28 + rows * 20 + 10, `and ${countOf(rest, "more security group")}`, { class: "muted" }));
  return { markup: [...marks, ...groups].join(""), height: 28 + (rows + (rest > 0 ? 1 : 0)) * 20 };
}
