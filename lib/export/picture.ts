import type { Branch, Instance, Interface, Pod, Resource, Trunk } from "../topology/resources.ts";

/** The diagram as the page lays it out, in its world units; lib/diagram yields just this. */
export interface Picture {
  readonly bounds: Rect;
  readonly frames: readonly Frame[];
  readonly places: ReadonlyMap<string, Place>;
  readonly trays: readonly TrayPlace[];
  readonly cardOf: (instanceId: string) => Card | null;
  readonly paintOf: (groupId: string) => Paint;
  readonly measure: Measure;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Frame extends Rect {
  readonly depth: 0 | 1;
  /** `null`: the value it is grouped by is not known. */
  readonly label: string | null;
  readonly count: number;
}

export interface Place extends Rect {
  readonly id: string;
  /** Where the title of each part starts, from the card's top; `key` is that of the card's section, -1 for what no ENI carries. */
  readonly sections: readonly { readonly key: number; readonly y: number }[];
}

export interface TrayPlace extends Rect {
  readonly tray: {
    readonly kind: "waiting" | "unplaced";
    readonly total: number;
    readonly resources: readonly Resource[];
  };
}

export interface Card {
  readonly instance: Instance;
  readonly enis: readonly EniSection[];
  readonly otherPods: readonly Pod[];
  readonly looseBranches: readonly Branch[];
  /** Why there is no trunk; `null` = there is one. */
  readonly trunkless: string | null;
}

export interface EniSection {
  readonly key: number;
  readonly eni: Interface | Trunk;
  readonly order: number;
  readonly pods: readonly Pod[];
  readonly slots: readonly Slot[] | null;
}

export interface Slot {
  readonly vlan: number | null;
  readonly state: Branch["state"] | "requested" | "free";
  readonly branch: Branch | null;
  readonly pods: readonly Pod[];
}

export interface Paint {
  readonly hue: number;
  readonly pattern: "solid" | "stripes" | "dots";
}

/** Sizes of the parts of a card. */
export interface Measure {
  readonly unit: number;
  readonly rowHeight: number;
  readonly headerHeight: number;
  readonly titleHeight: number;
  readonly slotColumns: number;
  readonly podColumns: number;
}
