import type { Model } from "../../lib/diagram/model.ts";
import { type Path, pathThrough } from "../../lib/diagram/path.ts";
import { branchTable, defaultPrefix, hostVethName, strictPrefix, vlanDeviceName } from "../../lib/host/names.ts";
import type { Pod, Resource } from "../../lib/topology/resources.ts";
import { type Fact, factsOf } from "../inspector/facts.ts";
import type { MessageKey, Translate } from "../messages/messages.ts";
import { labelOf } from "../parts/label-of.ts";

/** One hop of a path: what it is, what it is called, and every fact of it. */
export interface Hop {
  readonly key: string;
  readonly kind: MessageKey;
  readonly name: string;
  /** The resource behind it; `null`: it is no resource, such as a veth. */
  readonly resource: Resource | null;
  readonly facts: readonly Fact[];
  /** Computed, not observed. */
  readonly isDerived: boolean;
  /** What the line that leads here carries: a VLAN. */
  readonly wire: string | null;
}

/** From the container to the instance, in the order of the packets. */
export function hopsOf(model: Model, resource: Resource, t: Translate): Hop[] {
  const path = pathThrough(model, resource);
  const { pod, carrier, trunk, instance } = path;
  const hops: Hop[] = [];
  const observed = (key: string, kind: MessageKey, one: Resource, wire: string | null = null) =>
    hops.push({ key, kind, name: labelOf(one), resource: one, facts: factsOf(one, t), isDerived: false, wire });
  if (pod) observed("container", pod.hostNetwork ? "focus.hop.pod" : "focus.hop.container", pod);
  hops.push(...deviceHops(path));
  if (carrier?.kind === "branch") {
    observed("branch", "focus.hop.branch", carrier);
    const vlan = t("card.vlan", { vlan: carrier.vlan ?? "?" });
    if (trunk) observed("trunk", "focus.hop.trunk", trunk, vlan);
  } else if (carrier) observed("eni", carrier.kind === "trunk" ? "focus.hop.trunk" : "focus.hop.interface", carrier);
  if (instance) observed("instance", "focus.hop.instance", instance);
  return hops;
}

/** What the node makes of a branch: names follow from the pod and the VLAN (domain 1.8, 3.1, 3.2). */
function deviceHops({ pod, carrier }: Path): Hop[] {
  if (carrier?.kind !== "branch" || carrier.vlan === null) return [];
  const device = { resource: null, isDerived: true, wire: null } as const;
  const vlan: Hop = {
    ...device,
    key: "vlan",
    kind: "focus.hop.vlan",
    name: vlanDeviceName(carrier.vlan),
    facts: [derived("fact.vlan", String(carrier.vlan)), derived("focus.table", branchTable(carrier.vlan))],
  };
  return pod && !pod.hostNetwork ? [{ ...device, ...vethOf(pod) }, vlan] : [vlan];
}

function vethOf({ namespace, name }: Pod): Pick<Hop, "key" | "kind" | "name" | "facts"> {
  const strict = hostVethName(strictPrefix, namespace, name);
  const standard = hostVethName(defaultPrefix, namespace, name);
  return {
    key: "veth",
    kind: "focus.hop.veth",
    name: `${strict} / ${standard}`,
    facts: [derived("focus.veth.strict", strict), derived("focus.veth.standard", standard)],
  };
}

function derived(label: MessageKey, text: string): Fact {
  return { label, value: { as: "mono", text }, copy: true, collection: null, path: null, from: ["interfaces", "pods"] };
}
