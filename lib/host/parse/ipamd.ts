import { canonical } from "../address.ts";
import type { Allocation, Evidence, IpamdInterface, Setting } from "../observed.ts";
import type { Draft } from "./draft.ts";
import type { Given } from "./ip-json.ts";
import { isObject, numberOf, textOf, type Unknowns } from "./values.ts";

/** Where in its file a document says something about a name. */
export type Where = (name: string, value: unknown) => Evidence;

/** `/v1/enis` of ipamd, by network card since 1.20 and without before (domain 3.6); `ipam.json`; its settings and its list of paths. */
export function takeIpamd(value: unknown, where: Where, draft: Draft): Given | null {
  if (!isObject(value)) return null;
  if (typeof value.version === "string" && value.version.startsWith("vpc-cni-ipam/"))
    return takeAllocations(value, where, draft);
  if (isObject(value.ENIs)) return takeEnis({ "0": value }, where, draft);
  const cards = Object.entries(value);
  if (cards.length > 0 && cards.every(([card, one]) => /^\d+$/.test(card) && isObject(one) && isObject(one.ENIs))) {
    return takeEnis(value, where, draft);
  }
  if (Array.isArray(value.AvailableCommands)) return { what: "ipamd-paths", count: value.AvailableCommands.length };
  return takeSettings(value, where, draft);
}

function takeEnis(cards: Unknowns, where: Where, draft: Draft): Given {
  const found: IpamdInterface[] = [];
  for (const [card, pool] of Object.entries(cards)) {
    const interfaces = isObject(pool) && isObject(pool.ENIs) ? pool.ENIs : {};
    for (const [key, eni] of Object.entries(interfaces)) {
      if (!isObject(eni)) continue;
      const id = textOf(eni.ID) ?? key;
      found.push({ id, card, ...flagsOf(eni), lines: where(id, { [key]: withoutPools(eni) }) });
      draft.allocations.push(...allocationsOf(eni, where));
    }
  }
  draft.enis.push(...found);
  draft.coverage.enis = true;
  return { what: "ipamd-enis", count: found.length };
}

function flagsOf({ IsTrunk, IsPrimary, DeviceNumber, RouteTableID }: Unknowns): Partial<IpamdInterface> {
  return {
    ...(typeof IsTrunk === "boolean" && { isTrunk: IsTrunk }),
    ...(typeof IsPrimary === "boolean" && { isPrimary: IsPrimary }),
    ...(numberOf(DeviceNumber) !== undefined && { deviceNumber: DeviceNumber as number }),
    ...(numberOf(RouteTableID) !== undefined && { routeTable: RouteTableID as number }),
  };
}

/** What an ENI is, without the addresses it gave away. */
function withoutPools({ AvailableIPv4Cidrs: _4, IPv6Cidrs: _6, ...rest }: Unknowns): Unknowns {
  return rest;
}

function allocationsOf({ AvailableIPv4Cidrs, IPv6Cidrs }: Unknowns, where: Where): Allocation[] {
  const cidrs = [AvailableIPv4Cidrs, IPv6Cidrs].flatMap((pool) => (isObject(pool) ? Object.values(pool) : []));
  return cidrs
    .flatMap((cidr) => (isObject(cidr) && isObject(cidr.IPAddresses) ? Object.entries(cidr.IPAddresses) : []))
    .flatMap(([address, one]) => {
      if (!isObject(one) || !isObject(one.IPAMMetadata)) return [];
      return allocation(one.IPAMMetadata, textOf(one.Address) ?? address, "enis.json", where);
    });
}

function takeAllocations({ allocations }: Unknowns, where: Where, draft: Draft): Given | null {
  if (allocations !== null && !Array.isArray(allocations)) return null;
  const found = (allocations ?? []).flatMap((one: unknown) => {
    if (!isObject(one) || !isObject(one.metadata)) return [];
    return allocation(one.metadata, textOf(one.ipv4) ?? textOf(one.ipv6) ?? "", "ipam.json", where);
  });
  draft.allocations.push(...found);
  draft.coverage.allocations = true;
  return { what: "ipam-allocations", count: found.length };
}

function allocation(metadata: Unknowns, address: string, from: Allocation["from"], where: Where): Allocation[] {
  const namespace = textOf(metadata.k8sPodNamespace);
  const pod = textOf(metadata.k8sPodName);
  const ip = canonical(address);
  if (namespace === undefined || pod === undefined || ip === null) return [];
  return [{ namespace, pod, ip, from, lines: where(pod, { k8sPodNamespace: namespace, k8sPodName: pod, ip }) }];
}

/** Flat, and named like environment variables of the CNI. */
function takeSettings(value: Unknowns, where: Where, draft: Draft): Given | null {
  const entries = Object.entries(value);
  const isEnvironment = entries.every(
    ([name, one]) => /^[A-Z][A-Z0-9_]+$/i.test(name) && (!isObject(one) || name === ""),
  );
  const isOfCni = entries.some(([name]) => /^(AWS_VPC_|WARM_|MINIMUM_IP_|ENABLE_POD_ENI|AWS_VPC_CNI)/.test(name));
  if (!isEnvironment || !isOfCni) return null;
  const found = entries.map(
    ([name, one]): Setting => ({ name, value: settingText(one), lines: where(name, { [name]: one }) }),
  );
  draft.settings.push(...found);
  return { what: "ipamd-settings", count: found.length };
}

function settingText(value: unknown): string {
  if (value === null) return "";
  return Array.isArray(value) ? value.join(",") : String(value);
}

/** The same in JSON, as ipamd would print it. */
export function printEnis(enis: readonly Omit<IpamdInterface, "lines">[]): string {
  const cards: Record<string, { ENIs: Record<string, unknown> }> = {};
  for (const { id, card, isTrunk, isPrimary, deviceNumber, routeTable } of enis) {
    cards[card] ??= { ENIs: {} };
    cards[card].ENIs[id] = {
      ID: id,
      IsTrunk: isTrunk,
      IsPrimary: isPrimary,
      DeviceNumber: deviceNumber,
      RouteTableID: routeTable,
    };
  }
  return JSON.stringify(cards);
}

export function printAllocations(allocations: readonly Omit<Allocation, "lines" | "from">[]): string {
  return JSON.stringify({
    version: "vpc-cni-ipam/1",
    allocations: allocations.map(({ namespace, pod, ip }) => ({
      [ip.includes(":") ? "ipv6" : "ipv4"]: ip,
      metadata: { k8sPodNamespace: namespace, k8sPodName: pod },
    })),
  });
}

export function printSettings(settings: readonly Omit<Setting, "lines">[]): string {
  return JSON.stringify(Object.fromEntries(settings.map(({ name, value }) => [name, value])));
}
