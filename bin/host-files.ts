import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type Bundle, readBundle } from "../lib/host/bundle.ts";
import type { HostFile } from "../lib/host/read-host.ts";
import { UsageError } from "./verb.ts";

/** Files that are from one node: a support bundle, or all plain files together. */
export interface HostSource {
  readonly name: string;
  readonly files: readonly HostFile[];
  /** `null`: plain files. */
  readonly bundle: Bundle | null;
}

/** Of a plain file, in bytes: what the reader of lines takes. */
const mostBytes = 64 * 1024 * 1024;

/** Opens files of a node: `eks_*.tar.gz`, `.tar`, or plain output of commands; the content decides which. `-` reads standard input. */
export async function openHostFiles(names: readonly string[]): Promise<HostSource[]> {
  const sources: HostSource[] = [];
  const plain: HostFile[] = [];
  for (const name of names) {
    const start = await firstBytes(name);
    if (isGzip(start) || isTar(start)) sources.push(await openBundle(name, isGzip(start)));
    else plain.push({ name: labelOf(name), text: await readText(name) });
  }
  if (plain.length > 0) sources.push({ name: "files", files: plain, bundle: null });
  return sources;
}

function labelOf(name: string): string {
  return name === "-" ? "standard input" : basename(name);
}

/** Where the magic of tar ends. */
const tarMagic = 262;

async function firstBytes(name: string): Promise<Uint8Array> {
  if (name === "-") return new Uint8Array(0);
  try {
    const file = await open(name);
    const { buffer, bytesRead } = await file
      .read({ buffer: new Uint8Array(tarMagic), position: 0 })
      .finally(() => file.close());
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw new UsageError(`cannot read ${name}: ${reason(error)}`);
  }
}

function isGzip([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b;
}

function isTar(start: Uint8Array): boolean {
  return new TextDecoder().decode(start.subarray(tarMagic - 5)) === "ustar";
}

async function openBundle(name: string, isPacked: boolean): Promise<HostSource> {
  const packed = { bytes: 0 };
  const file = createReadStream(name);
  file.on("data", (bytes) => {
    packed.bytes += bytes.length;
  });
  const unpacked = isPacked ? createGunzip() : new PassThrough();
  // What goes wrong on the way reaches the reader of `unpacked`, which says so; the reader may also have enough before the end.
  const flow = pipeline(file, unpacked).catch(() => null);
  const bundle = await readBundle(labelOf(name), unpacked, packed);
  file.destroy();
  await flow;
  return { name: labelOf(name), files: bundle.files, bundle };
}

async function readText(name: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    const stream = name === "-" ? process.stdin : createReadStream(name);
    for await (const piece of stream as AsyncIterable<Buffer>) {
      text += decoder.decode(piece, { stream: true });
      bytes += piece.length;
      if (bytes > mostBytes) break;
    }
  } catch (error) {
    throw new UsageError(`cannot read ${name}: ${reason(error)}`);
  }
  return text + decoder.decode();
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a directory",
  EACCES: "no permission",
};

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
