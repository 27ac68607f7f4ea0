/** One member of a tar archive. */
export interface TarMember {
  readonly path: string;
  readonly size: number;
  /** `file`, or what else it is: `link`, `directory`, `device`, `other`. */
  readonly type: "file" | "link" | "directory" | "device" | "other";
}

/** What to do with the content of a member: how many of its first bytes to keep. 0: none. */
export type Keep = (member: TarMember) => number;

/** A member that was kept, or what is wrong with the archive. */
export type TarEvent =
  | { readonly member: TarMember; readonly content: Uint8Array; readonly isCut: boolean }
  | { readonly problem: "not-tar" | "broken-header" };

const block = 512;

/** Headers that describe the next member may be no longer than this. */
const mostExtension = 64 * 1024;

/** Reads a tar archive (ustar, pax, GNU long names) piece by piece; memory holds one member at most, and of that what is to be kept. */
export class TarReader {
  readonly #keep: Keep;
  #pending: Uint8Array = new Uint8Array(0);
  #current: Current | null = null;
  #override: { path?: string; size?: number } = {};
  #isOver = false;

  constructor(keep: Keep) {
    this.#keep = keep;
  }

  /** Takes the next bytes; yields the members that they complete. */
  *push(bytes: Uint8Array): Iterable<TarEvent> {
    let rest = bytes;
    while (rest.length > 0 && !this.#isOver) {
      if (this.#current !== null) {
        rest = this.#current.take(rest);
        if (this.#current.isComplete) yield* this.#close();
        continue;
      }
      const wanted = block - this.#pending.length;
      const header = joined(this.#pending, rest.subarray(0, wanted));
      rest = rest.subarray(wanted);
      if (header.length < block) this.#pending = header;
      else {
        this.#pending = new Uint8Array(0);
        yield* this.#open(header);
      }
    }
  }

  /** Whether the archive ended where a member ends. */
  get isWhole(): boolean {
    return this.#isOver || (this.#current === null && this.#pending.length === 0);
  }

  *#open(header: Uint8Array): Iterable<TarEvent> {
    if (header.every((byte) => byte === 0)) return;
    const read = readHeader(header);
    if (read === null) {
      this.#isOver = true;
      yield { problem: textAt(header, 257, 5) === "ustar" ? "broken-header" : "not-tar" };
      return;
    }
    const extension = extensions[read.flag];
    const isExtension = extension !== undefined;
    const path = isExtension ? read.path : (this.#override.path ?? read.path);
    const size = isExtension ? read.size : (this.#override.size ?? read.size);
    const member: TarMember = { path, size, type: typeOf(read.flag) };
    if (!isExtension) this.#override = {};
    const keep = isExtension ? mostExtension : Math.max(0, this.#keep(member));
    this.#current = new Current(member, Math.min(keep, size), extension ?? null);
    if (this.#current.isComplete) yield* this.#close();
  }

  *#close(): Iterable<TarEvent> {
    const { member, content, extension, wasKept } = this.#current as Current;
    this.#current = null;
    if (extension !== null) this.#override = { ...this.#override, ...extension(content) };
    else if (wasKept) yield { member, content, isCut: content.length < member.size };
  }
}

/** A member whose content is passing by. */
class Current {
  readonly member: TarMember;
  readonly extension: Extension | null;
  readonly wasKept: boolean;
  readonly #parts: Uint8Array[] = [];
  #toKeep: number;
  /** With the zeros that fill its last block. */
  #toCome: number;

  constructor(member: TarMember, keep: number, extension: Extension | null) {
    this.member = member;
    this.extension = extension;
    this.wasKept = keep > 0;
    this.#toKeep = keep;
    this.#toCome = Math.ceil(member.size / block) * block;
  }

  get isComplete(): boolean {
    return this.#toCome === 0;
  }

  get content(): Uint8Array {
    return joined(...this.#parts);
  }

  /** Takes what is its own; yields the rest. */
  take(bytes: Uint8Array): Uint8Array {
    const own = bytes.subarray(0, this.#toCome);
    if (this.#toKeep > 0) {
      const kept = own.slice(0, this.#toKeep);
      this.#parts.push(kept);
      this.#toKeep -= kept.length;
    }
    this.#toCome -= own.length;
    return bytes.subarray(own.length);
  }
}

type Extension = (content: Uint8Array) => { path?: string; size?: number };

/** By the type flag of the header: pax records and GNU's long names say something of the member after them. */
const extensions: Readonly<Record<string, Extension>> = {
  x: paxRecords,
  g: () => ({}),
  L: (content) => ({ path: textAt(content, 0, content.length) }),
  K: () => ({}),
};

function typeOf(flag: string): TarMember["type"] {
  if (flag === "0" || flag === "\0" || flag === "7") return "file";
  if (flag === "1" || flag === "2") return "link";
  if (flag === "5") return "directory";
  return ["3", "4", "6"].includes(flag) ? "device" : "other";
}

function readHeader(
  header: Uint8Array,
): { readonly path: string; readonly size: number; readonly flag: string } | null {
  const size = numberAt(header, 124, 12);
  const sum = numberAt(header, 148, 8);
  if (size === null || sum === null || sum !== checksum(header)) return null;
  const prefix = textAt(header, 257, 5) === "ustar" && textAt(header, 263, 2) === "00" ? textAt(header, 345, 155) : "";
  const name = textAt(header, 0, 100);
  return { path: prefix === "" ? name : `${prefix}/${name}`, size, flag: String.fromCharCode(header[156] ?? 0) };
}

/** The sum of all bytes, with spaces where the sum itself stands. */
function checksum(header: Uint8Array): number {
  let sum = 0;
  for (const [index, byte] of header.entries()) sum += index >= 148 && index < 156 ? 32 : byte;
  return sum;
}

/** Octal digits, or GNU's binary form for what does not fit; `null`: neither, or too large to be true. */
function numberAt(header: Uint8Array, from: number, length: number): number | null {
  const bytes = header.subarray(from, from + length);
  if (((bytes[0] ?? 0) & 0x80) !== 0) {
    const number = bytes.reduce((sum, byte, index) => sum * 256 + (index === 0 ? byte & 0x7f : byte), 0);
    return Number.isSafeInteger(number) ? number : null;
  }
  const digits = textAt(header, from, length).trim();
  return /^[0-7]{1,12}$/.test(digits) ? Number.parseInt(digits, 8) : null;
}

/** `27 path=very/long/name\n`, one after the other. */
function paxRecords(content: Uint8Array): { path?: string; size?: number } {
  const found: { path?: string; size?: number } = {};
  let at = 0;
  while (at < content.length) {
    const [, length] = /^(\d{1,6}) /.exec(textAt(content, at, 8)) ?? [];
    if (length === undefined || Number(length) < 5) break;
    const record = new TextDecoder().decode(content.subarray(at + length.length + 1, at + Number(length) - 1));
    const equals = record.indexOf("=");
    const [key, value] = [record.slice(0, equals), record.slice(equals + 1)];
    if (key === "path") found.path = value;
    if (key === "size" && /^\d{1,15}$/.test(value)) found.size = Number(value);
    at += Number(length);
  }
  return found;
}

function textAt(bytes: Uint8Array, from: number, length: number): string {
  const field = bytes.subarray(from, from + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
