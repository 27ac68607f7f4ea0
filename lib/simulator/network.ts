import type { Random } from "./random.ts";

/** The addresses of one subnet, and which of them are taken. */
export interface AddressPool {
  readonly cidr: string;
  readonly base: number;
  readonly taken: Uint8Array;
  /** How many addresses of each /28 are taken: a whole block is found without looking at each of its addresses. */
  readonly takenInBlock: Uint8Array;
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
  const pool = {
    cidr,
    base,
    taken,
    takenInBlock: new Uint8Array(Math.ceil(size / prefixSize)),
    free: size,
    withheld: 0,
  };
  for (const offset of [...Array(reservedFirst).keys(), size - 1]) mark(pool, offset, true);
  return pool;
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
  mark(pool, offset, true);
  return printAddress(pool.base + offset);
}

/** Takes an aligned /28; `null` when no such block is whole. */
export function takePrefix(pool: AddressPool, random: Random): string | null {
  if (availableIn(pool) < prefixSize) return null;
  const { takenInBlock } = pool;
  const first = Math.floor(random.next() * takenInBlock.length);
  let block = takenInBlock.indexOf(0, first);
  if (block < 0) block = takenInBlock.indexOf(0);
  if (block < 0) return null;
  const offset = block * prefixSize;
  for (let index = 0; index < prefixSize; index++) mark(pool, offset + index, true);
  return `${printAddress(pool.base + offset)}/28`;
}

export function returnAddress(pool: AddressPool, address: string): void {
  const offset = parseAddress(address) - pool.base;
  if (pool.taken[offset] === 1) mark(pool, offset, false);
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

function mark(pool: AddressPool, offset: number, taken: boolean): void {
  const sign = taken ? 1 : -1;
  const block = Math.floor(offset / prefixSize);
  pool.taken[offset] = taken ? 1 : 0;
  pool.takenInBlock[block] = (pool.takenInBlock[block] ?? 0) + sign;
  pool.free -= sign;
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
