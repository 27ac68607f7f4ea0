import { limits } from "../query/trouble.ts";
import { TroubleError } from "./hub.ts";
import type { Encoding } from "./protocol.ts";

/** ISO 8601 with a zone: without one it would mean another moment on another machine. */
const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const latest = 8.64e15;

/** A moment: epoch milliseconds or ISO 8601 with a zone; `null` when it is not given. Throws `TroubleError`. */
export function momentIn(parameters: URLSearchParams, name: string): number | null {
  const text = parameters.get(name);
  if (text === null || text === "") return null;
  const at = /^\d{1,16}$/.test(text) ? Number(text) : iso.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(at) && at >= 0 && at <= latest) return at;
  throw badRequest(`${name} is not a moment: give epoch milliseconds, or a time such as 2022-09-29T10:30:00Z.`);
}

/** A whole number within bounds. Throws `TroubleError`. */
export function numberIn(
  parameters: URLSearchParams,
  name: string,
  bounds: { readonly most: number; readonly usual: number },
): number {
  const text = parameters.get(name);
  if (text === null || text === "") return bounds.usual;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= bounds.most) return number;
  throw badRequest(`${name} is not a number from 1 to ${bounds.most}.`);
}

/** One of a few words. Throws `TroubleError`. */
export function choiceIn<T extends string>(
  parameters: URLSearchParams,
  name: string,
  { among, usual }: { readonly among: readonly T[]; readonly usual: T | null },
): T {
  const text = parameters.get(name) || usual;
  const found = among.find((one) => one === text);
  if (found !== undefined) return found;
  throw badRequest(`${name} is none of: ${among.join(", ")}.`);
}

/** A whole number from zero on; `null` when it is not given. Throws `TroubleError`. */
export function offsetIn(parameters: URLSearchParams, name: string): number | null {
  const text = parameters.get(name);
  if (text === null || text === "") return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw badRequest(`${name} is not a whole number from 0 on.`);
}

/** A search as it was typed; empty when it is not given. Whether it is one is told by who reads it. Throws `TroubleError` when it is too long for one. */
export function queryIn(parameters: URLSearchParams): string {
  const text = parameters.get("query") ?? "";
  if (text.length <= limits.characters) return text;
  throw badRequest(`query has more than ${limits.characters} characters.`);
}

/** The columns of a table, by their paths and given once each, of those it can have; `null` when none are given. Throws `TroubleError`. */
export function columnsIn(parameters: URLSearchParams, known: readonly string[]): readonly string[] | null {
  const columns = [...new Set((parameters.get("columns") ?? "").split(",").filter((one) => one !== ""))];
  const strange = columns.find((column) => !known.includes(column));
  if (strange !== undefined)
    throw badRequest(`columns: there is no ${strange.slice(0, 60)}. There are: ${known.join(", ")}.`);
  return columns.length === 0 ? null : columns;
}

/** Ids of resources, given once each. Throws `TroubleError`. */
export function idsIn(parameters: URLSearchParams, name: string, most: number): readonly string[] {
  const ids = [...new Set(parameters.getAll(name))].filter((id) => id !== "");
  if (ids.length >= 1 && ids.length <= most && ids.every((id) => id.length <= 600)) return ids;
  throw badRequest(`Give from 1 to ${most} ids as ${name}=ID.`);
}

/** The revision a reader of the stream has: what the browser sends after a break, or the parameter of a first connection. */
export function revisionIn(parameters: URLSearchParams, lastEventId: string | null): number | null {
  const text = lastEventId ?? parameters.get("since");
  if (text === null || text === "") return null;
  if (/^\d{1,16}$/.test(text)) return Number(text);
  throw badRequest("since is not a revision: give the revision of the snapshot you have.");
}

/** The best encoding that the reader takes: brotli, gzip, or none. */
export function encodingFor(acceptEncoding: string | null): Encoding {
  const taken = new Map(
    (acceptEncoding ?? "").split(",").map((part) => {
      const [name = "", ...settings] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const weight = settings.find((setting) => setting.startsWith("q="));
      return [name, weight === undefined ? 1 : Number(weight.slice(2))] as const;
    }),
  );
  return (["br", "gzip"] as const).find((name) => (taken.get(name) ?? 0) > 0) ?? "identity";
}

/** Whether an `If-None-Match` header names an ETag. */
export function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch.split(",").some((part) => part.trim().replace(/^W\//, "") === etag);
}

function badRequest(message: string): TroubleError {
  return new TroubleError({ code: "bad-request", message });
}
