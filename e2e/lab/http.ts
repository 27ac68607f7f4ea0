import { once } from "node:events";
import type { Readable, Writable } from "node:stream";

const chunkSize = 64 * 1024;
const bodyLimit = 1024 * 1024;

/** The text of a request's body, at most 1 MB. */
export async function bodyOf(request: Readable): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > bodyLimit) throw new Error("The request body is larger than 1 MB.");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** Writes parts as they are made, no faster than the client reads: a large list never exists as one text. */
export async function writeAll(
  response: Writable,
  parts: Iterable<string>,
  write: (text: string) => Promise<void> = (text) => writeText(response, text),
): Promise<void> {
  let buffered: string[] = [];
  let size = 0;
  for (const part of parts) {
    buffered.push(part);
    size += part.length;
    if (size < chunkSize) continue;
    await write(buffered.join(""));
    if (response.destroyed) return;
    buffered = [];
    size = 0;
  }
  if (size > 0) await write(buffered.join(""));
  response.end();
}

export async function writeText(response: Writable, text: string | Buffer): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  const gone = new AbortController();
  const closed = () => gone.abort();
  response.once("close", closed);
  try {
    await once(response, "drain", { signal: gone.signal });
  } catch {
    return;
  } finally {
    response.off("close", closed);
  }
}
