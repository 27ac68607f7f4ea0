import ipaddr from "ipaddr.js";
import { ipv4Number } from "../topology/ipv4.ts";

/** An address made ready to compare: IPv4 as a signed 32-bit number, IPv6 as its eight parts. */
export type Address = number | readonly number[];

/** A block of addresses of one family. */
export type Block =
  | { readonly family: 4; readonly base: number; readonly mask: number }
  | { readonly family: 6; readonly base: readonly number[]; readonly bits: number };

/** `null`: no address. An IPv4 address in IPv6 clothes is the IPv4 address. */
export function parseAddress(ip: string): Address | null {
  const number = ipv4Number(ip);
  if (number !== null) return number;
  if (!ip.includes(":") || !ipaddr.isValid(ip)) return null;
  const address = ipaddr.process(ip);
  return address instanceof ipaddr.IPv4 ? ipv4Number(address.toString()) : address.parts;
}

/** `null`: no CIDR. */
export function parseBlock(cidr: string): Block | null {
  if (!ipaddr.isValidCIDR(cidr)) return null;
  const [address, bits] = ipaddr.parseCIDR(cidr);
  if (address instanceof ipaddr.IPv6) return { family: 6, base: address.parts, bits };
  const mask = bits === 0 ? 0 : -1 << (32 - bits);
  return { family: 4, base: (ipv4Number(address.toString()) ?? 0) & mask, mask };
}

export function contains(block: Block, address: Address): boolean {
  if (block.family === 4) return typeof address === "number" && (address & block.mask) === block.base;
  if (typeof address === "number") return false;
  return block.base.every((part, index) => {
    const kept = Math.min(16, Math.max(0, block.bits - index * 16));
    const mask = (0xffff << (16 - kept)) & 0xffff;
    return (part & mask) === ((address[index] ?? 0) & mask);
  });
}
