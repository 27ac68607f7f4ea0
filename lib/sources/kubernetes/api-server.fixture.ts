import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface ApiObject {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid?: string } & Record<
    string,
    unknown
  >;
  readonly [field: string]: unknown;
}

interface Logged {
  readonly version: number;
  readonly path: string;
  readonly type: string;
  readonly object: ApiObject;
}

interface Stream {
  readonly path: string;
  readonly response: ServerResponse;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
}

/** What to do instead of answering properly; `null` answers properly. */
export type Instead =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | "hang"
  | "cut"
  | null;

/** A small API server for tests: lists in pages, watches, resource versions that can be compacted away, and faults on demand. */
export class ApiServer {
  readonly asked: Asked[] = [];
  pageSize = 500;
  /** 410 as an HTTP status instead of inside the stream. */
  expiresByStatus = false;
  instead: (asked: Asked) => Instead = () => null;
  url = "";
  kubeconfig = "";
  private version = 100;
  private compacted = 0;
  private readonly objects = new Map<string, Map<string, ApiObject>>();
  private log: Logged[] = [];
  private readonly snapshots = new Map<string, readonly ApiObject[]>();
  private readonly streams = new Set<Stream>();
  private readonly server = createServer((request, response) => this.answer(request, response));
  private directory = "";

  async start(user: object = { token: "secret-token" }): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    this.directory = await mkdtemp(join(tmpdir(), "trunkscope-api-"));
    this.kubeconfig = join(this.directory, "config");
    await writeFile(this.kubeconfig, JSON.stringify(kubeconfigOf({ server: this.url }, user)));
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await rm(this.directory, { recursive: true, force: true });
  }

  put(path: string, object: ApiObject): void {
    const all = this.objects.get(path) ?? new Map<string, ApiObject>();
    this.objects.set(path, all);
    const key = keyOf(object);
    const type = all.has(key) ? "MODIFIED" : "ADDED";
    const stored = this.versioned(object);
    all.set(key, stored);
    this.record(path, type, stored);
  }

  remove(path: string, key: string): void {
    const object = this.objects.get(path)?.get(key);
    if (!object) return;
    this.objects.get(path)?.delete(key);
    this.record(path, "DELETED", this.versioned(object));
  }

  all(path: string): ReadonlyMap<string, ApiObject> {
    return this.objects.get(path) ?? new Map();
  }

  /** Forgets what happened: older positions and `continue` tokens are expired from now on. */
  compact(): void {
    this.compacted = ++this.version;
    this.log = [];
    this.snapshots.clear();
  }

  bookmark(path: string): void {
    this.send(path, { type: "BOOKMARK", object: { metadata: { resourceVersion: String(this.version) } } });
  }

  send(path: string, event: unknown): void {
    this.write(path, `${JSON.stringify(event)}\n`);
  }

  write(path: string, text: string | Buffer): void {
    for (const stream of this.streams) if (stream.path === path) stream.response.write(text);
  }

  /** Breaks the running watches in the middle. */
  cutStreams(): void {
    for (const { response } of this.streams) response.destroy();
    this.streams.clear();
  }

  /** Ends the running watches as a server does whose time is up. */
  endStreams(): void {
    for (const { response } of this.streams) response.end();
    this.streams.clear();
  }

  watching(path: string): number {
    return [...this.streams].filter((stream) => stream.path === path).length;
  }

  private versioned(object: ApiObject): ApiObject {
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.version) } };
  }

  private record(path: string, type: string, object: ApiObject): void {
    this.log.push({ version: this.version, path, type, object });
    this.send(path, { type, object });
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", this.url);
    const asked = {
      method: request.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
    };
    this.asked.push(asked);
    const instead = this.instead(asked);
    if (instead === "cut") response.destroy();
    else if (instead === "hang") response.on("error", () => undefined);
    else if (instead !== null) json(response, instead.status, instead.body ?? {}, instead.headers);
    else if (asked.query.get("watch") === "true") this.watch(asked, response);
    else this.get(asked, response);
  }

  private get(asked: Asked, response: ServerResponse): void {
    const slash = asked.path.lastIndexOf("/");
    const parent = this.objects.get(asked.path.slice(0, slash));
    const found = [...(parent?.values() ?? [])].find(({ metadata }) => metadata.name === asked.path.slice(slash + 1));
    if (parent === undefined) this.list(asked, response);
    else if (found) json(response, 200, found);
    else json(response, 404, { kind: "Status", code: 404, message: "not found" });
  }

  private list({ path, query }: Asked, response: ServerResponse): void {
    const token = query.get("continue");
    const [version = String(this.version), from = "0"] = token?.split(":") ?? [];
    if (token !== null && !this.snapshots.has(`${path}@${version}`)) {
      json(response, 410, { kind: "Status", code: 410, reason: "Expired" });
      return;
    }
    const all = this.snapshots.get(`${path}@${version}`) ?? [...this.all(path).values()];
    this.snapshots.set(`${path}@${version}`, all);
    const end = Number(from) + Math.min(this.pageSize, Number(query.get("limit")));
    const metadata = { resourceVersion: version, ...(end < all.length ? { continue: `${version}:${end}` } : {}) };
    json(response, 200, { kind: "List", metadata, items: all.slice(Number(from), end) });
  }

  private watch({ path, query }: Asked, response: ServerResponse): void {
    const from = Number(query.get("resourceVersion"));
    const isExpired = from < this.compacted;
    const error = { kind: "Status", code: 410, reason: "Expired", message: "too old resource version" };
    if (isExpired && this.expiresByStatus) {
      json(response, 410, error);
      return;
    }
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
    if (isExpired) {
      response.end(`${JSON.stringify({ type: "ERROR", object: error })}\n`);
      return;
    }
    for (const { version, path: at, type, object } of this.log) {
      if (at === path && version > from) response.write(`${JSON.stringify({ type, object })}\n`);
    }
    const stream = { path, response };
    this.streams.add(stream);
    response.on("close", () => this.streams.delete(stream));
  }
}

export function kubeconfigOf(cluster: object, user: object): object {
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "test", cluster }],
    users: [{ name: "tester", user }],
    contexts: [{ name: "test", context: { cluster: "test", user: "tester" } }],
    "current-context": "test",
  };
}

export function keyOf({ metadata }: ApiObject): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
