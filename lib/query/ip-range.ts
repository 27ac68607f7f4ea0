import ipaddr from "ipaddr.js";

/** Addresses that share their first `length` bits: one address, or a CIDR block. `words` are 16 bits each, 2 for IPv4 and 8 for IPv6. */
export interface IpRange {
  readonly words: readonly number[];
  readonly length: number;
}

/** Reads an address or a CIDR block; `null` when it is neither. */
export function parseRange(text: string): IpRange | null {
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const words = wordsOf(address);
  if (words === null) return null;
  const bits = words.length * 16;
  if (slash < 0) return { words, length: bits };
  const length = text.slice(slash + 1);
  return /^\d{1,3}$/.test(length) && Number(length) <= bits ? { words, length: Number(length) } : null;
}

/** Whether two ranges have an address in common. */
export function overlap(a: IpRange, b: IpRange): boolean {
  if (a.words.length !== b.words.length) return false;
  let left = Math.min(a.length, b.length);
  for (let index = 0; left > 0; index += 1, left -= 16) {
    const shift = Math.max(0, 16 - left);
    if ((a.words[index] as number) >> shift !== (b.words[index] as number) >> shift) return false;
  }
  return true;
}

function wordsOf(address: string): number[] | null {
  return ipv4Words(address) ?? (address.includes(":") ? (ipv6Words(address) ?? otherWords(address)) : null);
}

/** Dotted decimal, as EC2 and Kubernetes write it: hundreds of thousands are read per search, so it is read by hand. */
function ipv4Words(text: string): number[] | null {
  if (text.length < 7 || text.length > 15) return null;
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let index = 0; index <= text.length; index += 1) {
    const digit = index === text.length ? -2 : text.charCodeAt(index) - 48;
    if (digit >= 0 && digit <= 9) {
      if (octet === 0) return null;
      octet = octet < 0 ? digit : octet * 10 + digit;
      if (octet > 255) return null;
    } else if (digit === -2) {
      if (octet < 0) return null;
      value = value * 256 + octet;
      octet = -1;
      dots += 1;
      if (dots > 4) return null;
    } else return null;
  }
  return dots === 4 ? [Math.floor(value / 65_536), value % 65_536] : null;
}

/** Groups of hexadecimal digits with at most one `::`; any other spelling is left to the library. */
function ipv6Words(text: string): number[] | null {
  const words: number[] = [];
  let group = 0;
  let digits = 0;
  let gap = -1;
  for (let index = 0; index <= text.length; index += 1) {
    const code = index === text.length ? 58 : text.charCodeAt(index);
    if (code !== 58) {
      const digit = hexDigit(code);
      if (digit < 0 || digits === 4) return null;
      group = group * 16 + digit;
      digits += 1;
    } else if (digits > 0) {
      words.push(group);
      group = 0;
      digits = 0;
      if (text.charCodeAt(index + 1) === 58) {
        if (gap >= 0) return null;
        gap = words.length;
        index += 1;
      } else if (index === text.length - 1) return null;
    } else if (index === 0 && text.charCodeAt(1) === 58) {
      gap = 0;
      index += 1;
    } else if (index < text.length) return null;
  }
  if (gap < 0) return words.length === 8 ? words : null;
  if (words.length > 7) return null;
  return [...words.slice(0, gap), ...new Array<number>(8 - words.length).fill(0), ...words.slice(gap)];
}

function otherWords(text: string): number[] | null {
  return ipaddr.IPv6.isValid(text) && !text.includes("%") ? ipaddr.IPv6.parse(text).parts : null;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
