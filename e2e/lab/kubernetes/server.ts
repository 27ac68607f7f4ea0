import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { setImmediate as breathe, setTimeout as wait } from "node:timers/promises";
import { createGzip } from "node:zlib";
import { itemsOf } from "../../../lib/recording/observation.ts";
import { openDoor } from "../door.ts";
import { takes } from "../faults.ts";
import { writeAll, writeText } from "../http.ts";
import type { World } from "../world.ts";
import { loopbackCertificate } from "./certificate.ts";
import { discoveryAnswer } from "./discovery.ts";
import { type KubernetesFaults, noKubernetesFaults } from "./faults.ts";
import type { Json } from "./json.ts";
import { listText } from "./list.ts";
import { fullNameOf, objectOf } from "./resources.ts";
import { type Route, routeOf } from "./route.ts";
import { refusals, StatusError, statusObject } from "./status.ts";
import { serveWatch, type Watch, type WatchSink } from "./watch.ts";

export interface KubernetesLab {
  readonly url: string;
  /** PEM of the certificate that signs itself. */
  readonly ca: string;
  readonly faults: KubernetesFaults;
  /** Requests so far, by `list pods`, `watch pods`, `get configmaps`, or method and path. */
  readonly requests: ReadonlyMap<string, number>;
  /** Watches open now. */
  readonly watching: number;
  setFaults(faults: Partial<KubernetesFaults>): void;
  clearFaults(): void;
  /** The only token that is let in from now on. */
  setToken(token: string): void;
  token(): string;
  freeze(): void;
  thaw(): void;
  /** Breaks every connection; returns how many there were. */
  cut(): number;
  /** Ends every watch with 410 in the stream. */
  expireWatches(): void;
  /** Ends every watch as at its timeout. */
  finishWatches(): void;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export interface KubernetesLabOptions {
  readonly port?: number;
  readonly token?: string;
  /** Milliseconds between bookmarks; a real server takes 60,000. */
  readonly bookmarkMs?: number;
}

type Verb = "get" | "list" | "watch";

const html = "<html><body><h1>502 Bad Gateway</h1></body></html>";
const gzipFrom = 128 * 1024;

/** The Kubernetes API over HTTPS on loopback, answering from a world. */
export async function startKubernetes(
  world: World,
  { port = 0, token = "lab-token", bookmarkMs = 60_000 }: KubernetesLabOptions = {},
): Promise<KubernetesLab> {
  const certificate = await loopbackCertificate();
  const faults = structuredClone(noKubernetesFaults);
  const requests = new Map<string, number>();
  const watches = new Set<Watch>();
  let accepted = token;

  const server = createServer(certificate, (request, response) => {
    answer(request, response).catch((error) => {
      if (error instanceof StatusError && !response.headersSent) refuse(response, error);
      else response.destroy();
    });
  });
  server.keepAliveTimeout = 60_000;
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  const door = await openDoor((socket) => server.emit("connection", socket), port);

  async function answer(request: IncomingMessage, response: ServerResponse) {
    await door.thawed();
    const url = new URL(request.url ?? "/", "https://127.0.0.1");
    const route = routeOf(url.pathname);
    const verb = verbOf(route, url.searchParams);
    count(
      request.method === "GET" && route ? `${verb} ${fullNameOf(route.resource)}` : `${request.method} ${url.pathname}`,
    );
    if (faults.latencyMs > 0) await wait(faults.latencyMs);
    const isPublic = /^\/(healthz|livez|readyz)$/.test(url.pathname);
    if (isPublic) return void response.end("ok");
    const aimed = route !== null && (faults.only.length === 0 || faults.only.includes(fullNameOf(route.resource)));
    if (aimed && breaks(request, response)) return;
    if (request.headers.authorization !== `Bearer ${accepted}` || (aimed && takes(faults, "unauthorized"))) {
      throw refusals.unauthorized();
    }
    if (request.method !== "GET") throw refusals.readOnly();
    const discovered = discoveryAnswer(url.pathname);
    if (discovered) return json(response, 200, discovered);
    if (!route || faults.missing.includes(fullNameOf(route.resource))) return plainNotFound(response);
    refuseIfTold(route, verb, aimed, url.searchParams);
    if (verb === "get") return json(response, 200, objectAt(route));
    if (verb === "watch") return watch(route, url.searchParams, response, aimed);
    return list(route, url.searchParams, request, response, aimed);
  }

  function breaks(request: IncomingMessage, response: ServerResponse): boolean {
    if (takes(faults, "hang")) return true;
    if (takes(faults, "reset")) {
      request.socket.destroy();
      return true;
    }
    if (!takes(faults, "html")) return false;
    response.writeHead(502, { "content-type": "text/html" });
    response.end(html);
    return true;
  }

  function refuseIfTold({ resource, namespace }: Route, verb: Verb, aimed: boolean, query: URLSearchParams) {
    const name = fullNameOf(resource);
    if (faults.refuse.some((refused) => refused === name || refused === "*")) {
      const scope = namespace === null ? "at the cluster scope" : `in the namespace "${namespace}"`;
      throw refusals.forbidden(verb, resource.plural, resource.group, scope);
    }
    if (!aimed) return;
    if (takes(faults, "throttle")) throw refusals.throttled(faults.retryAfterSeconds);
    if (resource.isCustom && takes(faults, "initializing")) throw refusals.initializing();
    if (takes(faults, "internalError")) throw refusals.internal();
    const canExpire = verb === "watch" || query.has("continue");
    if (canExpire && takes(faults, "gone")) throw refusals.expiredList();
  }

  function objectAt({ resource, namespace, name }: Route): Json {
    const id = resource.namespaced ? `${namespace}/${name}` : (name ?? "");
    const item = itemsOf(world.observation, resource.collection).get(id);
    if (!item || resource.holds?.(item) === false) throw refusals.notFound(fullNameOf(resource), name ?? "");
    return objectOf(resource, item, world.versionOf(resource.collection, id));
  }

  async function list(
    route: Route,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
    aimed: boolean,
  ) {
    const text = listText(world, route, query);
    if (aimed && takes(faults, "truncated")) {
      response.writeHead(200, { "content-type": "application/json" });
      const whole = [...text].join("");
      await write(response, whole.slice(0, whole.length >> 1));
      return void response.destroy();
    }
    const [head, isLong] = upTo(text, gzipFrom);
    const zips = isLong && !faults.slowBytes && /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
    response.writeHead(200, { "content-type": "application/json", ...(zips ? { "content-encoding": "gzip" } : {}) });
    if (!zips) return writeAll(response, head, (piece) => write(response, piece));
    const gzip = createGzip({ level: 1 });
    gzip.pipe(response);
    response.on("close", () => gzip.destroy());
    await writeAll(gzip, head, async (piece) => {
      await door.thawed();
      await writeText(gzip, piece);
    });
  }

  async function watch(route: Route, query: URLSearchParams, response: ServerResponse, aimed: boolean) {
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
    const sink: WatchSink = {
      line: (text) => write(response, text),
      end: () => response.end(),
      get isOpen() {
        return !response.destroyed;
      },
    };
    if (aimed && takes(faults, "garbage")) await write(response, '{"type":"ADDED","object":{"kind":\n');
    const served = serveWatch(world, route, query, sink, {
      bookmarkMs: faults.bookmarks ? bookmarkMs : 0,
      onClose: () => watches.delete(served),
    });
    watches.add(served);
    response.on("close", () => served.close());
    if (aimed && takes(faults, "goneInStream")) served.expire();
  }

  /** Every byte of a list or watch passes here: nothing leaves while frozen. */
  async function write(response: ServerResponse, text: string) {
    await door.thawed();
    if (!faults.slowBytes) return writeText(response, text);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 701) {
      await writeText(response, bytes.subarray(at, at + 701));
      await breathe();
    }
  }

  function count(what: string) {
    requests.set(what, (requests.get(what) ?? 0) + 1);
  }

  return {
    url: `https://127.0.0.1:${door.port}`,
    ca: certificate.cert,
    faults,
    requests,
    get watching() {
      return watches.size;
    },
    setFaults: (changes) => void Object.assign(faults, changes),
    clearFaults: () => void Object.assign(faults, structuredClone(noKubernetesFaults)),
    setToken: (next) => {
      accepted = next;
    },
    token: () => accepted,
    freeze: door.freeze,
    thaw: door.thaw,
    cut: door.cut,
    expireWatches: () => each(watches, (served) => served.expire()),
    finishWatches: () => each(watches, (served) => served.finish()),
    stop: () => door.shut(),
    start: () => door.open(),
  };
}

function verbOf(route: Route | null, query: URLSearchParams): Verb {
  if (/^(true|1)$/.test(query.get("watch") ?? "")) return "watch";
  return route?.name ? "get" : "list";
}

function refuse(response: ServerResponse, error: StatusError) {
  if (error.retryAfterSeconds !== null) response.setHeader("retry-after", String(error.retryAfterSeconds));
  json(response, error.code, statusObject(error));
}

function json(response: ServerResponse, status: number, body: Json) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(`${JSON.stringify(body)}\n`);
}

function plainNotFound(response: ServerResponse) {
  response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
  response.end("404 page not found\n");
}

function each<T>(all: Iterable<T>, act: (one: T) => void) {
  for (const one of [...all]) act(one);
}

/** The parts again, and whether they are longer than a size: only so much of them is made to find out. */
function upTo(parts: Iterable<string>, size: number): readonly [Iterable<string>, boolean] {
  const iterator = parts[Symbol.iterator]();
  const head: string[] = [];
  let length = 0;
  for (let next = iterator.next(); !next.done; next = iterator.next()) {
    head.push(next.value);
    length += next.value.length;
    if (length > size) break;
  }
  return [joined(head, iterator), length > size];
}

function* joined(head: readonly string[], rest: Iterator<string>): Generator<string> {
  yield* head;
  for (let next = rest.next(); !next.done; next = rest.next()) yield next.value;
}
