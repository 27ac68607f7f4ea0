import { encodingHeader } from "./declared-encoding.ts";
import type { Hub } from "./hub.ts";
import { matches } from "./parameters.ts";
import type { EncodedSnapshot, Encoding } from "./protocol.ts";

interface Options {
  readonly hub: Hub;
  readonly request: Request;
  readonly type: string;
  readonly encoding: Encoding;
  /** Tells this answer from others to the same address, e.g. by form. */
  readonly variant: string;
  /** The moment asked for, and the live revision if it is known. */
  readonly at: number | null;
  readonly revision: number | null;
  readonly make: () => Promise<EncodedSnapshot>;
}

/** An answer that is compressed already, with an ETag by moment or revision: who has it is told so without making it. */
export async function encoded({
  hub,
  request,
  type,
  encoding,
  variant,
  at,
  revision,
  make,
}: Options): Promise<Response> {
  const tagOf = (version: number | null) => `"${hub.startedAt.toString(36)}-${at ?? version}-${variant}-${encoding}"`;
  const headers = {
    "Content-Type": type,
    // What is compressed already must not be compressed again on its way.
    "Cache-Control": "private, no-cache, no-transform",
    ...encodingHeaders(encoding),
  };
  const known = request.headers.get("if-none-match");
  if (at === null && revision !== null && matches(known, tagOf(revision))) {
    return new Response(null, { status: 304, headers: { ...headers, ETag: tagOf(revision) } });
  }
  const answer = await make();
  // A moment that has not come yet is answered with the live state, which goes on changing.
  const etag = at !== null && answer.revision !== null ? null : tagOf(answer.revision);
  if (etag && matches(known, etag)) return new Response(null, { status: 304, headers: { ...headers, ETag: etag } });
  return new Response(answer.bytes, { headers: { ...headers, ...(etag ? { ETag: etag } : {}) } });
}

/** Bytes that are compressed already, of an answer that nobody keeps. */
export function compressed(
  bytes: Uint8Array<ArrayBuffer>,
  encoding: Encoding,
  headers: Readonly<Record<string, string>>,
): Response {
  return new Response(bytes, { headers: { ...headers, ...encodingHeaders(encoding) } });
}

function encodingHeaders(encoding: Encoding): Record<string, string> {
  return { Vary: "Accept, Accept-Encoding", ...(encoding === "identity" ? {} : { [encodingHeader]: encoding }) };
}
