import { columnsType, decodeSnapshot } from "../../lib/snapshot/columns.ts";
import type { Snapshot } from "../../lib/snapshot/snapshot.ts";

export interface Refusal {
  readonly code: string;
  readonly message: string;
}

export type Fetched =
  | { readonly ok: true; readonly snapshot: Snapshot }
  | { readonly ok: false; readonly refusal: Refusal };

/** Characters of JSON past which parsing would hold up the page. */
const large = 1_000_000;

/** The snapshot of a cluster at a moment, `null` = the latest. */
export async function fetchSnapshot(cluster: string, at: number | null, signal: AbortSignal): Promise<Fetched> {
  const query = at === null ? "" : `?at=${at}`;
  try {
    const response = await fetch(`/api/clusters/${encodeURIComponent(cluster)}/snapshot${query}`, {
      headers: { Accept: columnsType },
      signal,
    });
    if (!response.ok) return { ok: false, refusal: await refusalIn(response) };
    const text = await response.text();
    const snapshot = text.length > large ? await decodeAside(text, signal) : decodeSnapshot(JSON.parse(text));
    return { ok: true, snapshot };
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

function decodeAside(text: string, signal: AbortSignal): Promise<Snapshot> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./decode-worker.ts", import.meta.url), { type: "module" });
    const end = () => worker.terminate();
    worker.addEventListener("message", ({ data }: MessageEvent<Snapshot>) => {
      end();
      resolve(data);
    });
    worker.addEventListener("error", ({ message }) => {
      end();
      reject(new Error(message || "The snapshot could not be decoded."));
    });
    signal.addEventListener("abort", end);
    worker.postMessage(text);
  });
}
