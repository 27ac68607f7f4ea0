import ipaddr from "ipaddr.js";
import type { Item } from "../recording/collections.ts";
import { ipv4Number } from "./ipv4.ts";
import { MultiMap } from "./multi-map.ts";

type NetworkInterface = Item<"interfaces">;
type Family = "ipv4" | "ipv6";

/** Which ENIs hold an IP: as one of their addresses, or inside a prefix delegated to them (/28 for IPv4, /80 for IPv6). */
export class AddressIndex {
  readonly #byIp = new MultiMap<string, AddressKey>();
  /** By the length of the prefix. */
  readonly #byPrefix: Record<Family, Map<number, MultiMap<string, AddressKey>>> = { ipv4: new Map(), ipv6: new Map() };

  add(eni: NetworkInterface): void {
    for (const ip of ipsOf(eni)) this.#byIp.add(addressKey(ip), eni.id);
    for (const prefix of prefixesOf(eni)) {
      const parsed = parsePrefix(prefix);
      if (parsed === null) continue;
      const ofLength = this.#byPrefix[parsed.family].get(parsed.length) ?? new MultiMap<string, AddressKey>();
      this.#byPrefix[parsed.family].set(parsed.length, ofLength);
      ofLength.add(parsed.key, eni.id);
    }
  }

  delete(eni: NetworkInterface): void {
    for (const ip of ipsOf(eni)) this.#byIp.delete(addressKey(ip), eni.id);
    for (const prefix of prefixesOf(eni)) {
      const parsed = parsePrefix(prefix);
      if (parsed !== null) this.#byPrefix[parsed.family].get(parsed.length)?.delete(parsed.key, eni.id);
    }
  }

  /** Ids of the ENIs that hold an IP, in order; several where VPCs overlap. */
  holders(ip: string): readonly string[] {
    const key = addressKey(ip);
    const exact = this.#byIp.sorted(key);
    if (exact.length > 0) return exact;
    if (typeof key === "number") return this.#prefixHolders("ipv4", (length) => maskedNumber(key, length));
    if (!ipaddr.isValid(ip)) return exact;
    const address = ipaddr.parse(ip);
    return this.#prefixHolders(address.kind(), (length) => prefixKey(address, length));
  }

  #prefixHolders(family: Family, keyOf: (length: number) => AddressKey): readonly string[] {
    const byLength = this.#byPrefix[family];
    if (byLength.size === 1) {
      for (const [length, ofLength] of byLength) return ofLength.sorted(keyOf(length));
    }
    return [...byLength].flatMap(([length, ofLength]) => ofLength.sorted(keyOf(length))).sort();
  }
}

/** Every address of an ENI, the primary one first, without repetition. */
export function ipsOf({ privateIp, privateIps = [], ipv6s = [] }: NetworkInterface): readonly string[] {
  if (privateIps.length < 2 && ipv6s.length === 0) return privateIp === undefined ? privateIps : [privateIp];
  return [...new Set([...(privateIp === undefined ? [] : [privateIp]), ...privateIps, ...ipv6s])];
}

export function prefixesOf({ ipv4Prefixes = [], ipv6Prefixes = [] }: NetworkInterface): string[] {
  return [...ipv4Prefixes, ...ipv6Prefixes];
}

/** An address as a key of an index: IPv4 as a 32-bit number, which is several times faster than text, IPv6 in its one short spelling. */
export type AddressKey = number | string;

export function addressKey(ip: string): AddressKey {
  return ipv4Number(ip) ?? (ip.includes(":") && ipaddr.isValid(ip) ? ipaddr.parse(ip).toString() : ip);
}

function maskedNumber(number: number, length: number): number {
  return length === 0 ? 0 : number & (-1 << (32 - length));
}

function parsePrefix(prefix: string): { family: Family; length: number; key: AddressKey } | null {
  if (!ipaddr.isValidCIDR(prefix)) return null;
  const [address, length] = ipaddr.parseCIDR(prefix);
  return { family: address.kind(), length, key: prefixKey(address, length) };
}

function prefixKey(address: ipaddr.IPv4 | ipaddr.IPv6, length: number): AddressKey {
  const bytes = address.toByteArray();
  if (address.kind() === "ipv4")
    return maskedNumber(
      bytes.reduce((number, byte) => (number << 8) | byte, 0),
      length,
    );
  const masked = bytes.map((byte, index) => byte & (0xff00 >> Math.min(8, Math.max(0, length - index * 8))) & 0xff);
  return ipaddr.fromByteArray(masked).toString();
}
