import type { Random } from "./random.ts";

/** The addresses of one subnet, and which of them are taken. */
export interface AddressPool {
  readonly cidr: string;
  readonly base: number;
  readonly taken: Uint8Array;
  free: number;
  /** Addresses that others will not let go of. */
  withheld: number;
}

/** The first four addresses and the last are EC2's own (VPC user guide, subnet sizing). */
const reservedFirst = 4;
export const prefixSize = 16;

export function createPool(cidr: string): AddressPool {
  const { base, size } = parseCidr(cidr);
  const taken = new Uint8Array(size);
  taken.fill(1, 0, reservedFirst);
  taken[size - 1] = 1;
  return { cidr, base, taken, free: size - reservedFirst - 1, withheld: 0 };
}

export function availableIn(pool: AddressPool): number {
  return Math.max(0, pool.free - pool.withheld);
}

/** Takes one address; `null` when none is left. */
export function takeAddress(pool: AddressPool, random: Random): string | null {
  if (availableIn(pool) < 1) return null;
  const { taken } = pool;
  let offset = Math.floor(random.next() * taken.length);
  while (taken[offset] === 1) offset = (offset + 1) % taken.length;
  taken[offset] = 1;
  pool.free--;
  return printAddress(pool.base + offset);
}

/** Takes an aligned /28; `null` when no such block is whole. */
export function takePrefix(pool: AddressPool, random: Random): string | null {
  if (availableIn(pool) < prefixSize) return null;
  const blocks = pool.taken.length / prefixSize;
  const first = Math.floor(random.next() * blocks);
  for (let step = 0; step < blocks; step++) {
    const offset = ((first + step) % blocks) * prefixSize;
    const block = pool.taken.subarray(offset, offset + prefixSize);
    if (block.includes(1)) continue;
    block.fill(1);
    pool.free -= prefixSize;
    return `${printAddress(pool.base + offset)}/28`;
  }
  return null;
}

export function returnAddress(pool: AddressPool, address: string): void {
  const offset = parseAddress(address) - pool.base;
  if (pool.taken[offset] !== 1) return;
  pool.taken[offset] = 0;
  pool.free++;
}

export function returnPrefix(pool: AddressPool, prefix: string): void {
  for (const address of addressesOf(prefix)) returnAddress(pool, address);
}

export function addressesOf(cidr: string): string[] {
  const { base, size } = parseCidr(cidr);
  return Array.from({ length: size }, (_, index) => printAddress(base + index));
}

export function isInside(cidr: string, address: string): boolean {
  const { base, size } = parseCidr(cidr);
  const offset = parseAddress(address) - base;
  return offset >= 0 && offset < size;
}

/** The address so many places after the first of a CIDR. */
export function addressAt(cidr: string, offset: number): string {
  return printAddress(parseCidr(cidr).base + offset);
}

function parseCidr(cidr: string): { base: number; size: number } {
  const [address = "", bits = "32"] = cidr.split("/");
  return { base: parseAddress(address), size: 2 ** (32 - Number(bits)) };
}

function parseAddress(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function printAddress(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}
