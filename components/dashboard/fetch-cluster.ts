import { unpackOutlines } from "../../lib/snapshot/outline.ts";
import {
  type Details,
  decodeDetails,
  decodeOverview,
  type OverviewWire,
  type Start,
  startOf,
} from "../../lib/snapshot/overview-wire.ts";
import type { Snapshot, SnapshotHead } from "../../lib/snapshot/snapshot.ts";
import type { Told } from "../../lib/snapshot/told.ts";
import { measured } from "./timings.ts";

export interface Refusal {
  readonly code: string;
  readonly message: string;
}

export type Fetched<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export interface Asked {
  readonly cluster: string;
  /** `null` = the latest. */
  readonly at: number | null;
  readonly signal: AbortSignal;
}

/** Characters of JSON past which parsing would hold up the page. */
const large = 300_000;

/** What the page starts with, of a cluster at a moment. */
export function fetchOverview(asked: Asked): Promise<Fetched<Start>> {
  return fetched(asked, "overview", [], (text) =>
    text.length > large ? decodeAside(text, asked.signal) : decodeOverview(JSON.parse(text)),
  );
}

/** Everything on the instances that the resources stand on. */
export function fetchDetails(asked: Asked, ids: readonly string[]): Promise<Fetched<Details>> {
  return fetched(
    asked,
    "details",
    ids.map((id) => ["id", id]),
    (text) => decodeDetails(JSON.parse(text)),
  );
}

/** What a route of the cluster answers. */
export async function fetched<T>(
  { cluster, at, signal }: Asked,
  what: string,
  parameters: readonly (readonly string[])[],
  decode: (text: string) => T | Promise<T>,
): Promise<Fetched<T>> {
  const query = new URLSearchParams([
    ...(at === null ? [] : [["at", String(at)]]),
    ...parameters.map((one) => [...one]),
  ]);
  try {
    const response = await fetch(`/api/clusters/${encodeURIComponent(cluster)}/${what}?${query}`, { signal });
    if (!response.ok) return { ok: false, refusal: await refusalIn(response) };
    return { ok: true, value: await decode(await response.text()) };
  } catch (error) {
    return {
      ok: false,
      refusal: { code: "unreachable", message: error instanceof Error ? error.message : String(error) },
    };
  }
}

async function refusalIn(response: Response): Promise<Refusal> {
  const body: unknown = await response.json().catch(() => null);
  const error = body && typeof body === "object" && "error" in body ? body.error : null;
  const { code, message } = (error ?? {}) as Partial<Refusal>;
  return { code: code ?? String(response.status), message: message ?? response.statusText };
}

type Decoded = Omit<OverviewWire, "columns" | "subjectTotals"> & {
  readonly head: SnapshotHead;
  readonly verdict: Told;
  readonly resources: Snapshot["resources"];
};

function decodeAside(text: string, signal: AbortSignal): Promise<Start> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const worker = new Worker(new URL("./decode-worker.ts", import.meta.url), { type: "module" });
    const end = () => worker.terminate();
    worker.addEventListener("message", ({ data: { head, verdict, outlines, ...rest } }: MessageEvent<Decoded>) => {
      end();
      measured("trunkscope.decode", startedAt);
      resolve(startOf(head, verdict, { ...rest, outlines: unpackOutlines(outlines) }));
    });
    worker.addEventListener("error", ({ message }) => {
      end();
      reject(new Error(message || "The overview could not be decoded."));
    });
    signal.addEventListener("abort", end);
    worker.postMessage(text);
  });
}
