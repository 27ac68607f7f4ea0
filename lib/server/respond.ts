import "server-only";
import { refusalOf } from "./admission.ts";
import { type ClusterPort, type Hub, hub, TroubleError, troubleOf } from "./hub.ts";
import type { Trouble } from "./protocol.ts";

interface Call {
  readonly hub: Hub;
  readonly parameters: URLSearchParams;
  readonly request: Request;
}

/** HTTP status by code; what is not listed is ours: 500. */
const statuses: Readonly<Record<string, number>> = {
  "bad-request": 400,
  "unknown-cluster": 404,
  "no-life": 404,
  "out-of-span": 404,
  "too-many-streams": 503,
  restarting: 503,
  unavailable: 503,
  "store-in-use": 503,
  "unusable-recording": 422,
};

/** Runs one API request: authorises it, answers trouble as JSON with its code, and lets nothing else out. */
export async function respond(request: Request, handle: (call: Call) => Promise<Response>): Promise<Response> {
  const startedAt = performance.now();
  const url = new URL(request.url);
  const response = await answer(request, url, handle);
  hub().log.info(
    { path: url.pathname.slice(0, 200), status: response.status, ms: Math.round(performance.now() - startedAt) },
    "api",
  );
  return response;
}

/** The cluster of a route's parameter. Throws `TroubleError` when there is none of that name. */
export function clusterNamed(name: string): ClusterPort {
  const cluster = hub().cluster(name);
  if (cluster) return cluster;
  throw new TroubleError({
    code: "unknown-cluster",
    message: "There is no cluster of that name. GET /api/clusters lists them.",
  });
}

export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${JSON.stringify(value)}\n`, {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store", ...headers },
  });
}

async function answer(request: Request, url: URL, handle: (call: Call) => Promise<Response>): Promise<Response> {
  const running = hub();
  const visit = {
    method: request.method,
    url: url.pathname + url.search,
    header: (name: string) => request.headers.get(name),
  };
  const refused = refusalOf(visit, running.allowedHosts);
  if (refused) return problem(refused, refused.status);
  try {
    return await handle({ hub: running, parameters: url.searchParams, request });
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble) return problem(trouble, statuses[trouble.code] ?? 500);
    running.log.error(
      { path: url.pathname.slice(0, 200), stack: error instanceof Error ? error.stack : String(error) },
      "a request failed",
    );
    return problem({ code: "internal", message: "This could not be answered. The server's log says why." }, 500);
  }
}

function problem({ code, message }: Trouble, status: number): Response {
  return json({ error: { code, message } }, status, status === 503 ? { "Retry-After": "5" } : {});
}
