import ipaddr from "ipaddr.js";
import type { Item } from "../recording/collections.ts";
import { MultiMap } from "./multi-map.ts";

type NetworkInterface = Item<"interfaces">;

/** Which ENIs hold an IP: as one of their addresses, or inside a prefix delegated to them (/28 for IPv4, /80 for IPv6). */
export class AddressIndex {
  readonly #byIp = new MultiMap<string>();
  readonly #byPrefix = new MultiMap<string>();
  readonly #lengths: Record<"ipv4" | "ipv6", Set<number>> = { ipv4: new Set(), ipv6: new Set() };

  add(eni: NetworkInterface): void {
    for (const ip of ipsOf(eni)) this.#byIp.add(canonical(ip), eni.id);
    for (const prefix of prefixesOf(eni)) {
      const parsed = parsePrefix(prefix);
      if (parsed === null) continue;
      this.#lengths[parsed.family].add(parsed.length);
      this.#byPrefix.add(parsed.key, eni.id);
    }
  }

  delete(eni: NetworkInterface): void {
    for (const ip of ipsOf(eni)) this.#byIp.delete(canonical(ip), eni.id);
    for (const prefix of prefixesOf(eni)) {
      const parsed = parsePrefix(prefix);
      if (parsed !== null) this.#byPrefix.delete(parsed.key, eni.id);
    }
  }

  /** Ids of the ENIs that hold an IP, in order; several where VPCs overlap. */
  holders(ip: string): string[] {
    const exact = [...this.#byIp.get(canonical(ip))].sort();
    if (exact.length > 0 || !ipaddr.isValid(ip)) return exact;
    const address = ipaddr.parse(ip);
    const lengths = [...this.#lengths[address.kind()]];
    return lengths.flatMap((length) => [...this.#byPrefix.get(prefixKey(address, length))]).sort();
  }
}

/** Every address of an ENI, the primary one first, without repetition. */
export function ipsOf({ privateIp, privateIps = [], ipv6s = [] }: NetworkInterface): string[] {
  if (privateIps.length < 2 && ipv6s.length === 0) return privateIp === undefined ? [...privateIps] : [privateIp];
  return [...new Set([...(privateIp === undefined ? [] : [privateIp]), ...privateIps, ...ipv6s])];
}

export function prefixesOf(eni: NetworkInterface): string[] {
  return [...(eni.ipv4Prefixes ?? []), ...(eni.ipv6Prefixes ?? [])];
}

/** One spelling per address: IPv6 has many. */
function canonical(ip: string): string {
  return ip.includes(":") && ipaddr.isValid(ip) ? ipaddr.parse(ip).toString() : ip;
}

function parsePrefix(prefix: string) {
  if (!ipaddr.isValidCIDR(prefix)) return null;
  const [address, length] = ipaddr.parseCIDR(prefix);
  return { family: address.kind(), length, key: prefixKey(address, length) };
}

function prefixKey(address: ipaddr.IPv4 | ipaddr.IPv6, length: number): string {
  const bytes = address.toByteArray();
  const masked = bytes.map((byte, index) => byte & (0xff00 >> Math.min(8, Math.max(0, length - index * 8))) & 0xff);
  return `${ipaddr.fromByteArray(masked).toString()}/${length}`;
}
