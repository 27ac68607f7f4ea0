import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Refused, refusalOf } from "./admission.ts";
import { contentSecurityPolicy, safetyHeaders } from "./headers.ts";

interface DoorOptions {
  readonly allowedHosts: readonly string[];
  readonly dev: boolean;
}

/** Headers that steer Next from the inside, or claim to speak for a proxy: none is taken from outside. */
const internal =
  /^(x-middleware-|x-invoke-|x-matched-path$|x-now-route|x-prerender-|x-next-|x-nextjs-(?!request-id$|html-request-id$)|x-forwarded-|forwarded$|next-action$|content-security-policy|x-nonce$)/;

/** The image optimizer fetches and decodes what it is told to; nothing here uses it. */
const closedPaths = ["/_next/image"];

/**
 * The one door that every request comes through, static files and errors included: sets what every answer carries,
 * and answers itself what may not pass. True when the request may go on.
 */
export function openDoor(request: IncomingMessage, response: ServerResponse, options: DoorOptions): boolean {
  const nonce = randomBytes(18).toString("base64");
  const host = request.headers.host ?? "";
  const policy = contentSecurityPolicy({
    nonce,
    dev: options.dev,
    host: options.allowedHosts.includes(host.toLowerCase()) ? host : "",
  });
  for (const [name, value] of Object.entries(safetyHeaders)) response.setHeader(name, value);
  response.setHeader("Content-Security-Policy", policy);

  const refused = refusalOf(visitOf(request), options.allowedHosts) ?? closed(request);
  if (refused) {
    refuse(request, response, refused);
    return false;
  }
  for (const name of Object.keys(request.headers)) if (internal.test(name)) delete request.headers[name];
  // Next gives this nonce to every script it writes.
  request.headers["content-security-policy"] = policy;
  return true;
}

/** The same checks for a WebSocket, which only the development server has. */
export function mayUpgrade(request: IncomingMessage, { allowedHosts, dev }: DoorOptions): boolean {
  return dev && refusalOf(visitOf(request), allowedHosts) === null;
}

export function visitOf(request: IncomingMessage) {
  return {
    method: request.method ?? "",
    url: request.url ?? "",
    header(name: string): string | null {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(", ") : (value ?? null);
    },
  };
}

function closed(request: IncomingMessage): Refused | null {
  const path = (request.url ?? "").split("?", 1)[0];
  return path !== undefined && closedPaths.includes(path)
    ? { status: 404, code: "not-found", message: "There is nothing here." }
    : null;
}

function refuse(request: IncomingMessage, response: ServerResponse, { status, code, message }: Refused): void {
  const isApi = request.url?.startsWith("/api/") ?? false;
  const body = isApi ? `${JSON.stringify({ error: { code, message } })}\n` : `${message}\n`;
  response.writeHead(status, {
    "Content-Type": isApi ? "application/json; charset=utf-8" : "text/plain; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
    // What follows on the connection may be the body of what was refused.
    Connection: "close",
    ...(status === 405 ? { Allow: "GET, HEAD" } : {}),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}
