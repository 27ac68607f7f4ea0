import type { Trouble } from "./protocol.ts";

/** What of a request decides whether it may pass. Header names are lower case. */
export interface Visit {
  readonly method: string;
  /** Path and query as on the request line. */
  readonly url: string;
  header(name: string): string | null;
}

export interface Refused extends Trouble {
  readonly status: number;
}

const methods = ["GET", "HEAD"];
const maxUrlLength = 4096;

/**
 * Why a request may not pass; `null` when it may. A page of another site must reach nothing here, not through its own
 * requests (Origin, Sec-Fetch-Site) and not by rebinding its name to our address (Host).
 */
export function refusalOf(visit: Visit, allowedHosts: readonly string[]): Refused | null {
  return wrongHost(visit, allowedHosts) ?? wrongSite(visit) ?? wrongShape(visit);
}

function wrongHost(visit: Visit, allowedHosts: readonly string[]): Refused | null {
  const host = visit.header("host")?.toLowerCase();
  if (host !== undefined && allowedHosts.includes(host)) return null;
  return {
    status: 421,
    code: "wrong-host",
    message: "This server does not answer to that name. Use its address, or add the name to listen.allowedHosts.",
  };
}

function wrongSite(visit: Visit): Refused | null {
  const refused: Refused = { status: 403, code: "other-site", message: "Requests from other sites are refused." };
  const origin = visit.header("origin");
  if (origin !== null && hostOf(origin) !== visit.header("host")?.toLowerCase()) return refused;
  const site = visit.header("sec-fetch-site");
  if (site === null || site === "same-origin" || site === "none") return null;
  return isFollowedLink(visit) ? null : refused;
}

/** A link in a ticket or a chat opens the page; it reads nothing, and what it opens cannot be framed. */
function isFollowedLink(visit: Visit): boolean {
  return (
    visit.header("sec-fetch-mode") === "navigate" &&
    visit.header("sec-fetch-dest") === "document" &&
    visit.header("origin") === null &&
    !visit.url.startsWith("/api/")
  );
}

function wrongShape(visit: Visit): Refused | null {
  if (!methods.includes(visit.method)) {
    return { status: 405, code: "method-not-allowed", message: "Trunkscope only reads: use GET." };
  }
  if (visit.url.length > maxUrlLength) {
    return { status: 414, code: "url-too-long", message: `The address is longer than ${maxUrlLength} characters.` };
  }
  if (!visit.url.startsWith("/") || visit.url.startsWith("//")) {
    return { status: 400, code: "bad-request", message: "The address is not a path of this server." };
  }
  const length = visit.header("content-length");
  if (visit.header("transfer-encoding") !== null || (length !== null && length !== "0")) {
    return { status: 413, code: "body-not-allowed", message: "No request here has a body." };
  }
  return null;
}

function hostOf(origin: string): string | null {
  const match = /^https?:\/\/([^/]+)$/.exec(origin.toLowerCase());
  return match?.[1] ?? null;
}
