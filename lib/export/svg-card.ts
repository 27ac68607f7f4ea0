import type { Branch, Pod, Trunk } from "../topology/resources.ts";
import { heldSlotsOf, slotLimitOf } from "../topology/slot-limit.ts";
import type { Card, EniSection, Measure, Paint, Place, Slot } from "./picture.ts";
import { bars, dimmed, podMark, rect, slotMark, textAt } from "./svg-parts.ts";
import { escapeXml } from "./xml.ts";

export interface Pen {
  readonly measure: Measure;
  readonly paintOf: (groupId: string) => Paint;
  /** `null`: a thing without an id, such as a free slot. */
  readonly isLit: (id: string | null) => boolean;
  /** `rows`: every held slot with its branch and pod · `cells`: every slot as a numbered cell · `marks`: without numbers. */
  readonly detail: "rows" | "cells" | "marks";
}

/** One instance with its interfaces, their slots and pods, where the page has it. */
export function cardMarkup(pen: Pen, card: Card, place: Place): string {
  const { instance, enis, trunkless } = card;
  const outline = rect(0, 0, place.width, place.height, `card${trunkless === "not-in-ec2" ? " dashed" : ""}`, 8);
  const parts = enis.flatMap((section) => {
    const box = place.sections.find(({ key }) => key === section.key);
    return box ? [eniMarkup(pen, card, section, box.y)] : [];
  });
  const others = place.sections.find(({ key }) => key === -1);
  if (others) parts.push(othersMarkup(pen, card, others.y));
  const body = outline + headMarkup(pen, card, place.width) + parts.join("");
  const faded = !lights(pen, card);
  const name = faded ? ' class="dim"' : "";
  return `<g transform="translate(${place.x} ${place.y})"${name}><title>${escapeXml(instance.id)}</title>${body}</g>`;
}

/** Whether anything on the card matches the filter. */
function lights({ isLit }: Pen, { instance, enis, otherPods, looseBranches }: Card): boolean {
  const slotLit = ({ branch, pods }: Slot) => (branch !== null && isLit(branch.id)) || pods.some(({ id }) => isLit(id));
  return (
    isLit(instance.id) ||
    enis.some(
      ({ eni, pods, slots }) => isLit(eni.id) || pods.some(({ id }) => isLit(id)) || (slots ?? []).some(slotLit),
    ) ||
    [...otherPods, ...looseBranches].some(({ id }) => isLit(id))
  );
}

function headMarkup({ measure }: Pen, { instance, trunkless }: Card, width: number): string {
  const left = insetOf(measure);
  const right = width - left;
  const tone = instance.ready === undefined ? "faint" : instance.ready ? "good" : "bad";
  const facts = [instance.nodeName === undefined ? undefined : instance.id, instance.ip, instance.zone];
  return [
    `<circle cx="${left + 4}" cy="22" r="4" class="${tone}"/>`,
    textAt(left + 16, 27, instance.nodeName ?? instance.id, { class: "name", most: 46 }),
    textAt(right, 27, instance.instanceType ?? "type not known", { class: "muted end", most: 20 }),
    textAt(left, 50, facts.filter((fact) => fact !== undefined).join("   "), { class: "mono muted", most: 62 }),
    instance.ready === false ? textAt(right, 50, "not ready", { class: "bad strong end" }) : "",
    trunkless === null ? "" : textAt(right, 66, trunklessTexts[trunkless] ?? "no trunk", { class: "wait end" }),
    `<path class="rule" d="M0 ${measure.headerHeight}h${width}"/>`,
  ].join("");
}

const trunklessTexts: Readonly<Record<string, string>> = {
  "not-in-ec2": "not in EC2",
  unsupported: "cannot have a trunk",
  terminated: "terminated",
  "not-in-kubernetes": "not in Kubernetes",
  unmanaged: "no trunk requested",
  none: "trunk requested, none attached",
  unknown: "no trunk known",
};

function eniMarkup(pen: Pen, card: Card, { eni, order, pods, slots }: EniSection, top: number): string {
  const { measure, isLit, paintOf } = pen;
  const left = insetOf(measure);
  const right = rightOf(measure);
  const role = eni.kind === "trunk" ? "trunk" : order === 0 ? "primary" : "secondary";
  const count = eni.kind === "trunk" ? slotCount(eni, card) : pods.length > 0 ? `${pods.length} pods` : "";
  const title = [
    bars(left, top + 12, eni.groupIds, paintOf),
    textAt(left + 32, top + 22, `eth${order}`, { class: "mono strong" }),
    textAt(left + 66, top + 22, role, { class: eni.kind === "trunk" ? "strong" : "muted" }),
    textAt(left + 138, top + 22, `${eni.id}  ${eni.ip ?? eni.ipv6 ?? ""}`, { class: "mono faint", most: 42 }),
    textAt(right, top + 22, count, { class: "muted end" }),
  ].join("");
  const body = top + measure.titleHeight;
  const podsTop = slots ? body + slotsHeight(pen, slots) : body;
  return (
    (top > measure.headerHeight ? `<path class="rule" d="M0 ${top}h${right + left}"/>` : "") +
    dimmed(!isLit(eni.id), title) +
    (slots ? slotsMarkup(pen, slots, body) : "") +
    podsMarkup(pen, pods, podsTop)
  );
}

function othersMarkup(pen: Pen, { looseBranches, otherPods }: Card, top: number): string {
  const { measure } = pen;
  if (looseBranches.length + otherPods.length === 0) return "";
  const slots = looseBranches.map((branch): Slot => ({ vlan: branch.vlan, state: branch.state, branch, pods: [] }));
  const body = top + measure.titleHeight;
  return (
    textAt(insetOf(measure), top + 22, "without an interface here", { class: "faint" }) +
    slotsMarkup(pen, slots, body) +
    podsMarkup(pen, otherPods, body + (slots.length > 0 ? slotsHeight(pen, slots) : 0))
  );
}

function slotCount(trunk: Trunk, { instance }: Card): string {
  const held = heldSlotsOf(trunk);
  const limit = slotLimitOf(trunk, instance);
  const { cooling } = trunk.slots;
  return `${limit !== null && held >= limit ? "full: " : ""}${held - cooling}${cooling > 0 ? ` + ${cooling} cooling` : ""} / ${limit ?? "?"}`;
}

function slotsHeight({ detail, measure }: Pen, slots: readonly Slot[]): number {
  if (detail === "rows") return (slots.filter(isHeld).length + 1) * measure.rowHeight;
  return Math.ceil(slots.length / measure.slotColumns) * measure.unit;
}

function slotsMarkup(pen: Pen, slots: readonly Slot[], top: number): string {
  const { detail, measure, paintOf } = pen;
  if (detail === "rows") {
    return slots
      .filter(isHeld)
      .map((slot, index) => slotRow(pen, slot, top + index * measure.rowHeight))
      .join("");
  }
  return slots
    .map((slot, index) => {
      const x = insetOf(measure) + (index % measure.slotColumns) * measure.unit;
      const y = top + Math.floor(index / measure.slotColumns) * measure.unit + 2;
      const size = measure.unit - 4;
      const number =
        detail === "marks" || slot.state === "requested"
          ? ""
          : textAt(x + size / 2, y + size / 2 + 4, String(slot.vlan ?? "?"), {
              class: `mono vlan ${slot.state === "used" ? "ink" : "muted"}`,
            });
      return dimmed(!isSlotLit(pen, slot), slotMark(slot, x, y, size, paintOf) + number);
    })
    .join("");
}

function slotRow(pen: Pen, slot: Slot, y: number): string {
  const { measure, paintOf } = pen;
  const { branch, pods, state, vlan } = slot;
  const left = insetOf(measure);
  const right = rightOf(measure);
  const line = y + 12.5;
  const [pod] = pods;
  const more = pods.length > 1 ? ` +${pods.length - 1}` : "";
  const word = pod && pod.status !== "Running" ? pod.status : "";
  const parts = [
    slotMark(slot, left, y + 4, 10, paintOf),
    textAt(left + 16, line, state === "requested" ? "requested" : `VLAN ${vlan ?? "?"}`, { class: "mono muted" }),
    branch ? `<path class="wire" d="M${left + 72} ${y + 9}h8"/>` : "",
    branch ? bars(left + 84, y + 3, branch.groupIds, paintOf) : "",
    branch ? textAt(left + 112, line, branch.id, { class: "mono", most: 21 }) : "",
    branch ? textAt(left + 244, line, addressOf(branch), { class: "mono muted", most: 15 }) : "",
    `<path class="wire${pod ? "" : " dashed"}" d="M${left + 338} ${y + 9}h10"/>`,
    pod ? podMark(pod, left + 352, y + 5, 8) : "",
    pod
      ? textAt(left + 364, line, `${pod.namespace}/${pod.name}${more}`, { most: word === "" ? 25 : 15 })
      : textAt(left + 352, line, state, { class: "faint" }),
    word === "" ? "" : textAt(right, line, word, { class: "muted end", most: 12 }),
  ];
  return dimmed(!isSlotLit(pen, slot), parts.join(""));
}

function podsMarkup(pen: Pen, pods: readonly Pod[], top: number): string {
  const { detail, isLit, measure } = pen;
  const left = insetOf(measure);
  if (detail === "rows") {
    const width = (rightOf(measure) - left) / measure.podColumns;
    return pods
      .map((pod, index) => {
        const x = left + (index % measure.podColumns) * width;
        const y = top + Math.floor(index / measure.podColumns) * measure.rowHeight;
        const name = textAt(x + 13, y + 12.5, pod.name, { class: "muted", most: 23 });
        return dimmed(!isLit(pod.id), podMark(pod, x, y + 5, 8) + name);
      })
      .join("");
  }
  const across = Math.floor((rightOf(measure) - left) / measure.rowHeight);
  return pods
    .map((pod, index) => {
      const x = left + (index % across) * measure.rowHeight;
      const y = top + Math.floor(index / across) * measure.rowHeight + 2;
      return dimmed(!isLit(pod.id), podMark(pod, x, y, 14));
    })
    .join("");
}

function isSlotLit({ isLit }: Pen, { branch, pods }: Slot): boolean {
  return isLit(branch?.id ?? null) || pods.some(({ id }) => isLit(id));
}

function isHeld({ state }: Slot): boolean {
  return state !== "free";
}

function addressOf({ ip, ipv6 }: Branch): string {
  return ip ?? ipv6 ?? "";
}

/** Slots stand on the lattice, cards half a unit beside it. */
function insetOf({ unit }: Measure): number {
  return unit / 2;
}

function rightOf({ slotColumns, unit }: Measure): number {
  return unit / 2 + slotColumns * unit;
}
