const dot = 46;
const zero = 48;

/** A dotted quad as a signed 32-bit number; `null` for anything else, other spellings of it included. */
export function ipv4Number(ip: string): number | null {
  let number = 0;
  let part = -1;
  let parts = 0;
  for (let index = 0; index < ip.length; index++) {
    const code = ip.charCodeAt(index);
    if (code === dot) {
      if (part < 0) return null;
      number = (number << 8) | part;
      part = -1;
      parts++;
    } else {
      const digit = code - zero;
      if (digit < 0 || digit > 9 || part === 0) return null;
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return null;
    }
  }
  return parts === 3 && part >= 0 ? (number << 8) | part : null;
}

export function ipv4Text(number: number): string {
  return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}
