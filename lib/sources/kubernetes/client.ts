import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent, request } from "undici";
import type { Failure } from "../../recording/observation.ts";
import { type CredentialStore, type Credentials, credentialStore } from "./credentials.ts";
import { failureOfError } from "./failures.ts";
import type { ClusterAccess, Environment } from "./kubeconfig.ts";
import { readOnly } from "./read-only.ts";

export type { ClusterAccess } from "./kubeconfig.ts";

/** Reads one cluster's API. Expected trouble comes back as a value. */
export interface KubernetesClient {
  /** GET of a path of the resource table. The body must be read to its end, or `signal` aborted. */
  get(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer>;
  /** A broken-off body as a failure. */
  failureOf(error: unknown): Failure;
  /** The API's address, once known. */
  server(): string;
  close(): Promise<void>;
}

export type Answer =
  | { readonly status: number; readonly retryAfterSeconds: number | null; readonly body: AsyncIterable<Uint8Array> }
  | { readonly failure: Failure };

export interface ClientOptions extends ClusterAccess {
  readonly environment?: Environment;
  readonly now?: () => number;
}

const connectMs = 10_000;
const keepAliveMs = 55_000;

/** A client on one shared pool of kept-alive connections. Nothing is read or connected before the first request. */
export function kubernetesClient({
  environment = process.env,
  now = Date.now,
  ...access
}: ClientOptions): KubernetesClient {
  const store: CredentialStore = credentialStore(access, environment, now);
  let pool: { readonly key: string; readonly dispatcher: Dispatcher } | null = null;
  let server = "";

  const dispatcherFor = (credentials: Credentials): Dispatcher => {
    if (pool?.key === credentials.connectionKey) return pool.dispatcher;
    const retired = pool?.dispatcher;
    pool = { key: credentials.connectionKey, dispatcher: dispatcherOf(credentials) };
    server = credentials.server;
    // Its running watches end by themselves within minutes.
    retired?.close().catch(() => undefined);
    return pool.dispatcher;
  };

  const send = (credentials: Credentials, path: string, signal: AbortSignal) =>
    unlessAborted(
      request(credentials.server + path, {
        dispatcher: dispatcherFor(credentials),
        method: "GET",
        signal,
        headers: {
          accept: "application/json",
          "accept-encoding": "gzip",
          "user-agent": "trunkscope",
          ...credentials.headers,
        },
      }),
      signal,
    );

  const sendTwice = async (credentials: Credentials, path: string, signal: AbortSignal) => {
    try {
      return await send(credentials, path, signal);
    } catch (error) {
      // A kept-alive connection that the server closed just now: GETs may be repeated.
      if (signal.aborted || !isCutConnection(error)) throw error;
      return send(credentials, path, signal);
    }
  };

  return {
    async get(path, query, signal) {
      const search = new URLSearchParams(query).toString();
      const target = search === "" ? path : `${path}?${search}`;
      const first = await store.current();
      if ("failure" in first) return first;
      try {
        let response = await sendTwice(first.credentials, target, signal);
        if (response.statusCode === 401) {
          const second = await store.renewed(first.credentials);
          if ("failure" in second) {
            await response.body.dump();
            return second;
          }
          if (second.credentials !== first.credentials) {
            await response.body.dump();
            response = await sendTwice(second.credentials, target, signal);
          }
        }
        return answerOf(response);
      } catch (error) {
        return { failure: failureOfError(error, first.credentials.server) };
      }
    },
    failureOf: (error) => failureOfError(error, server),
    server: () => server,
    async close() {
      await pool?.dispatcher.destroy();
      pool = null;
    },
  };
}

/** The connection pool for credentials, through a proxy where one is named, behind the read-only gate. */
export function dispatcherOf({ server, proxyUrl, tls }: Pick<Credentials, "server" | "proxyUrl" | "tls">): Dispatcher {
  const connect = { ...tls, timeout: connectMs, keepAlive: true, keepAliveInitialDelay: 30_000 };
  // Silence is watched by the reader's own clock: a watch may be quiet for long, a list may not.
  const options = {
    connect,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: keepAliveMs,
    allowH2: false,
    connectTimeout: connectMs,
  };
  const dispatcher = proxyUrl
    ? new ProxyAgent({ ...options, uri: proxyUrl, requestTls: connect })
    : isLoopback(server)
      ? new Agent(options)
      : new EnvHttpProxyAgent({ ...options, requestTls: connect });
  return dispatcher.compose(readOnly(new URL(server).pathname.replace(/\/$/, "")));
}

/** undici notices an abort only once it is connected, which a frozen server delays by the whole connection timeout. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
    work.catch(() => undefined);
    aborted.promise.catch(() => undefined);
  }
}

function answerOf(response: Dispatcher.ResponseData): Answer {
  const { headers, statusCode, body } = response;
  return {
    status: statusCode,
    retryAfterSeconds: secondsIn(headers["retry-after"]),
    body: headers["content-encoding"] === "gzip" ? unzipped(body) : body,
  };
}

function unzipped(body: Readable): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip();
  // An error of either end destroys both, and whoever iterates sees it.
  pipeline(body, gunzip, () => undefined);
  return gunzip;
}

/** No one's proxy leads to this machine itself. */
function isLoopback(server: string): boolean {
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(server).hostname);
}

function secondsIn(header: string | readonly string[] | undefined): number | null {
  const seconds = typeof header === "string" && header !== "" ? Number(header) : Number.NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

function isCutConnection(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "EPIPE";
}
