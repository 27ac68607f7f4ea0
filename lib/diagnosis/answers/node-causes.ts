import type { Item } from "../../recording/collections.ts";
import type { Host } from "../host.ts";
import { slotsOfNode } from "../node-slots.ts";
import { type Place, placeOn } from "../placement.ts";
import type { Inquiry } from "./inquiry.ts";
import { brokenRungOf } from "./node-trunk.ts";

export const nodeCauseNames = [
  "full",
  "no-trunk",
  "cannot-trunk",
  "tainted",
  "free",
  "cordoned",
  "excluded",
  "other-mechanism",
] as const;

/** Nodes that do not take a Pod for one reason. */
export interface NodeCause {
  /**
   * `full`: every slot is requested · `free`: it has slots, and something else keeps the Pod away · `tainted`: the same, and the node has
   * taints; what a Pod tolerates is not kept · `excluded`: its labels are not what the Pod demands · `other-mechanism`: the controller
   * has no say there.
   */
  readonly cause: (typeof nodeCauseNames)[number];
  /** The instance type of `cannot-trunk`, the way in which a trunk is missing, the taint, the mechanism. */
  readonly detail: string | null;
  /** What the rule tells of it: an error code, say. */
  readonly because: string | null;
  readonly nodes: number;
  /** Of these nodes: slots that cool down, that are offered, and that are free. */
  readonly cooling: number;
  readonly slots: number;
  readonly free: number;
  /** Names of the first few. */
  readonly shown: readonly string[];
  /** Ids of the hosts, of the first few hundred. */
  readonly nodeIds: readonly string[];
}

const mostNames = 20;
const mostIds = 500;

/** What keeps each node from taking a Pod, counted by cause; the causes that most nodes have come first within their order. */
export function nodeCauses(inquiry: Inquiry, pod: Item<"pods">): readonly NodeCause[] {
  const found = [...inquiry.hosts.values()].flatMap((host) => causeOn(inquiry, host, pod) ?? []);
  const groups = Map.groupBy(found, ({ cause, detail, because }) => JSON.stringify([cause, detail, because]));
  return [...groups.values()]
    .map((all): NodeCause => {
      const [{ cause, detail, because }] = all as [Found];
      const sum = (key: "cooling" | "slots" | "free") => all.reduce((total, one) => total + one[key], 0);
      const names = all.map(({ name }) => name).sort();
      return {
        ...{ cause, detail, because, nodes: all.length },
        ...{ cooling: sum("cooling"), slots: sum("slots"), free: sum("free") },
        shown: names.slice(0, mostNames),
        nodeIds: all.slice(0, mostIds).map(({ id }) => id),
      };
    })
    .sort((a, b) => nodeCauseNames.indexOf(a.cause) - nodeCauseNames.indexOf(b.cause) || b.nodes - a.nodes);
}

interface Found extends Pick<NodeCause, "cause" | "detail" | "because" | "cooling" | "slots" | "free"> {
  readonly id: string;
  readonly name: string;
}

/** `null`: it is no node. */
function causeOn(inquiry: Inquiry, host: Host, pod: Item<"pods">): Found | null {
  const { node, id, instance } = host;
  if (node === undefined) return null;
  const slots = slotsOfNode(host);
  const common = { id, name: node.name };
  if (slots === null) {
    const detail = instance?.os === "windows" ? "windows" : (instance?.management ?? null);
    return { ...common, cause: "other-mechanism", detail, because: null, cooling: 0, slots: 0, free: 0 };
  }
  const counts = { cooling: slots.cooling, slots: slots.allocatable, free: Math.max(0, slots.free) };
  return { ...common, ...counts, ...tellers[placeOn(slots, pod)](host, inquiry) };
}

type Told = Pick<NodeCause, "cause" | "detail" | "because">;

const tellers: Readonly<Record<Place, (host: Host, inquiry: Inquiry) => Told>> = {
  excluded: () => ({ cause: "excluded", detail: null, because: null }),
  cordoned: () => ({ cause: "cordoned", detail: null, because: null }),
  full: () => ({ cause: "full", detail: null, because: null }),
  "cannot-trunk": ({ instance }) => ({ cause: "cannot-trunk", detail: instance?.instanceType ?? null, because: null }),
  "no-trunk": (host, inquiry) => {
    const broken = brokenRungOf(inquiry, host);
    return { cause: "no-trunk", detail: broken?.rung ?? null, because: becauseOf(broken?.facts) };
  },
  free: ({ node }) => {
    const taint = node?.taints.find(({ effect }) => effect === "NoSchedule" || effect === "NoExecute");
    return taint === undefined
      ? { cause: "free", detail: null, because: null }
      : { cause: "tainted", detail: taint.value ? `${taint.key}=${taint.value}` : taint.key, because: null };
  },
};

/** An error code says more than the cause it stands for. */
function becauseOf(facts: Readonly<Record<string, unknown>> = {}): string | null {
  const told = facts["errorCode"] ?? facts["cause"] ?? facts["trouble"] ?? facts["problem"] ?? null;
  return typeof told === "string" ? told : null;
}
