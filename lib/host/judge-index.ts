import type { Device } from "./expected.ts";
import { vlanOfDevice } from "./names.ts";
import type { HostState, IpRule, Link, Route } from "./observed.ts";

/** What was observed, to be looked up. */
export interface Index {
  readonly state: HostState;
  readonly linksByName: ReadonlyMap<string, readonly Link[]>;
  /** ENIs by MAC: VLAN devices, which carry the MAC of a branch, are none. */
  readonly namesByMac: ReadonlyMap<string, string>;
  readonly routesByTable: ReadonlyMap<string, readonly Route[]>;
  readonly rulesByPriority: ReadonlyMap<number, readonly IpRule[]>;
}

export function indexOf(state: HostState): Index {
  const attached = state.links.filter(({ name, mac }) => mac !== undefined && vlanOfDevice(name) === null);
  return {
    state,
    linksByName: Map.groupBy(state.links, ({ name }) => name),
    namesByMac: new Map(attached.map(({ mac = "", name }) => [mac, name])),
    routesByTable: Map.groupBy(state.routes, ({ table }) => table),
    rulesByPriority: Map.groupBy(state.rules, ({ priority }) => priority),
  };
}

/** What a device is called; by its MAC where its name is not known. */
export function nameOf(device: Device, { namesByMac }: Index): string {
  return "name" in device ? device.name : (namesByMac.get(device.mac) ?? `(${device.mac})`);
}

/** The name of a device where it is known: an ENI's name only if the node shows its MAC. */
export function knownName(device: Device | undefined, { namesByMac }: Index): string | undefined {
  if (device === undefined) return undefined;
  return "name" in device ? device.name : namesByMac.get(device.mac);
}
