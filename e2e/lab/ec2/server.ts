import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { CollectionName, Item } from "../../../lib/recording/collections.ts";
import { openDoor } from "../door.ts";
import { bucket, takes } from "../faults.ts";
import { bodyOf, writeAll } from "../http.ts";
import type { World } from "../world.ts";
import { type Action, actions, prefixListEntries } from "./actions.ts";
import { Ec2Error, errorBody, refusals } from "./error.ts";
import { type Ec2Faults, noEc2Faults } from "./faults.ts";
import { pageOf, tokenFor } from "./page.ts";
import { parseQuery, type Query } from "./query.ts";
import { element, namespace, type Xml } from "./xml.ts";

export interface Ec2Lab {
  readonly url: string;
  readonly faults: Ec2Faults;
  /** Calls answered or refused so far, by action. */
  readonly calls: ReadonlyMap<string, number>;
  setFaults(faults: Partial<Ec2Faults>): void;
  clearFaults(): void;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** The EC2 query protocol over HTTP, answering from a world. */
export async function startEc2(world: World, { port = 0, now = Date.now } = {}): Promise<Ec2Lab> {
  const faults = structuredClone(noEc2Faults);
  const calls = new Map<string, number>();
  let underLimit = () => true;

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  const door = await openDoor((socket) => server.emit("connection", socket), port);

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const body = await bodyOf(request);
    const action = new URLSearchParams(body).get("Action") ?? "";
    calls.set(action, (calls.get(action) ?? 0) + 1);
    if (faults.latencyMs > 0) await wait(faults.latencyMs);
    const aimed = faults.only.length === 0 || faults.only.includes(action);
    if (aimed && (await breaks(request, response))) return;
    try {
      if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) throw refusals.unsigned();
      if (faults.refuse.some((refused) => refused === action || refused === "*")) throw refusals.unauthorized(action);
      if (aimed) refuse();
      const parts = answerTo(parseQuery(body), aimed);
      response.writeHead(200, { "content-type": "text/xml;charset=UTF-8", server: "AmazonEC2" });
      if (aimed && takes(faults, "truncated")) return cutShort(response, parts);
      await writeAll(response, parts);
    } catch (error) {
      if (!(error instanceof Ec2Error)) throw error;
      response.writeHead(error.status, { "content-type": "text/xml;charset=UTF-8", server: "AmazonEC2" });
      response.end(errorBody(error, randomUUID()));
    }
  }

  async function breaks(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (takes(faults, "hang")) return true;
    if (takes(faults, "reset")) {
      request.socket.resetAndDestroy();
      return true;
    }
    if (takes(faults, "html")) {
      response.writeHead(502, { "content-type": "text/html" });
      response.end(
        "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>",
      );
      return true;
    }
    if (takes(faults, "malformed")) {
      response.writeHead(200, { "content-type": "text/xml;charset=UTF-8" });
      response.end('<?xml version="1.0" encoding="UTF-8"?>\n<Describe<<Response></item>&nbsp;');
      return true;
    }
    return false;
  }

  function refuse() {
    if (!underLimit() || takes(faults, "throttle")) throw refusals.throttled();
    if (takes(faults, "internalError")) throw refusals.internal();
    if (takes(faults, "expiredToken")) throw refusals.expired();
  }

  function answerTo(query: Query, aimed: boolean): Iterable<string> {
    if (query.value("DryRun") === "true") {
      throw new Ec2Error("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
    }
    if (query.action === "GetManagedPrefixListEntries") return entriesAnswer(query);
    const action = actions[query.action];
    if (!action) throw refusals.unknownAction(query.action);
    const page = pageOf(world, action, query, (id) => isVisible(action.collection, id));
    if (query.maxResults !== null && aimed && takes(faults, "emptyPage")) {
      const again = query.nextToken ?? tokenFor(query, "");
      return document(query.action, action.set, [], again);
    }
    return document(query.action, action.set, shown(page.items, action), page.nextToken);
  }

  function* shown(items: Iterable<Item>, action: Action): Generator<Xml> {
    for (const item of items) yield action.show(item, world.observation);
  }

  function entriesAnswer(query: Query): Iterable<string> {
    const id = query.value("PrefixListId") ?? "";
    const entries = prefixListEntries(world.observation, id);
    if (!entries) throw refusals.notFound("InvalidPrefixListID.NotFound", "prefix list", [id]);
    const start = Number(query.nextToken ?? 0);
    const end = start + (query.maxResults ?? 100);
    return document(query.action, "entrySet", entries.slice(start, end), end < entries.length ? String(end) : null);
  }

  function isVisible(collection: CollectionName, id: string): boolean {
    if (faults.unseenForMs === 0 || (collection !== "interfaces" && collection !== "instances")) return true;
    return now() - world.appearedAt(collection, id) >= faults.unseenForMs;
  }

  function setFaults(changes: Partial<Ec2Faults>) {
    Object.assign(faults, changes);
    const { callsPerSecond } = faults;
    if (!("callsPerSecond" in changes)) return;
    underLimit = callsPerSecond > 0 ? bucket(callsPerSecond, callsPerSecond, now) : () => true;
  }

  return {
    url: `http://127.0.0.1:${door.port}`,
    faults,
    calls,
    setFaults,
    clearFaults: () => setFaults(structuredClone(noEc2Faults)),
    stop: () => door.shut(),
    start: () => door.open(),
  };
}

function* document(action: string, set: string, items: Iterable<Xml>, nextToken: string | null): Generator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="${namespace}"><requestId>${randomUUID()}</requestId><${set}>`;
  for (const item of items) yield element("item", item);
  yield `</${set}>${element("nextToken", nextToken)}</${action}Response>`;
}

function cutShort(response: ServerResponse, parts: Iterable<string>) {
  const text = [...parts].join("");
  response.end(text.slice(0, Math.floor(text.length * 0.6)));
}
