import { promisify } from "node:util";
import { constants, zstdCompress, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { Change, ItemChanges } from "../recording/change.ts";
import { writeChange } from "../recording/ndjson.ts";

const compress = promisify(zstdCompress);
const options = {
  // A flipped bit must not become a fact: zstd then says so when it is read.
  params: { [constants.ZSTD_c_checksumFlag]: 1, [constants.ZSTD_c_compressionLevel]: 3 },
};

export interface Packed {
  readonly body: Uint8Array;
  /** Bytes before compression. */
  readonly rawBytes: number;
}

/** A change as a compressed line of the recording's own format. */
export function packChange(change: Change): Packed {
  const text = writeChange(change);
  return { body: zstdCompressSync(text, options), rawBytes: text.length };
}

export async function packText(text: string): Promise<Packed> {
  return { body: await compress(text, options), rawBytes: text.length };
}

export function unpackText(body: Uint8Array): string {
  return zstdDecompressSync(body).toString("utf8");
}

/** A change this store wrote itself. It was checked when it was read from its source: once is enough, and this is 5 times faster. */
export function unpackChange(body: Uint8Array): Change {
  const json = JSON.parse(unpackText(body)) as WrittenChange;
  const items: Record<string, ReadonlyMap<string, unknown> | null> = {};
  for (const [collection, changed] of Object.entries(json.items)) {
    items[collection] = changed === null ? null : new Map(Object.entries(changed));
  }
  return { at: json.at, items: items as ItemChanges, failures: json.failures ?? {}, readAt: json.readAt ?? {} };
}

interface WrittenChange {
  readonly at: number;
  readonly items: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
  readonly failures?: Change["failures"];
  readonly readAt?: Change["readAt"];
}
