import type { World, WorldEvent } from "../world.ts";
import type { Json } from "./json.ts";
import { testOf } from "./list.ts";
import { apiVersionOf, objectOf } from "./resources.ts";
import type { Route } from "./route.ts";
import { selectorOf } from "./selectors.ts";
import { refusals, type StatusError, statusObject } from "./status.ts";

/** Where a watch writes. */
export interface WatchSink {
  /** Resolves when the line has left; never rejects. */
  line(text: string): Promise<void>;
  end(): void;
  readonly isOpen: boolean;
}

export interface Watch {
  /** Sends 410 in the stream and ends, as when the server's memory of events was passed. */
  expire(): void;
  /** Ends cleanly, as at the timeout. */
  finish(): void;
  close(): void;
}

/** Lines that may wait for a slow reader before the server hangs up on it. */
const mostWaiting = 20_000;
const leastTimeoutSeconds = 1800;

/** Serves one watch until its time is up or its reader is gone. */
export function serveWatch(
  world: World,
  route: Route,
  query: URLSearchParams,
  sink: WatchSink,
  { bookmarkMs, onClose }: { readonly bookmarkMs: number; readonly onClose: () => void },
): Watch {
  const { resource } = route;
  const wanted = testOf(route, selectorOf(query));
  const withBookmarks = query.get("allowWatchBookmarks") === "true";
  const waiting: (() => string)[] = [];
  let initial: Iterator<string> = [][Symbol.iterator]();
  let pumping = false;
  let ending = false;
  let closed = false;

  async function pump() {
    if (pumping) return;
    pumping = true;
    for (let line = initial.next(); !line.done && !closed; line = initial.next()) await sink.line(`${line.value}\n`);
    for (let next = waiting.shift(); next && !closed; next = waiting.shift()) await sink.line(`${next()}\n`);
    pumping = false;
    if (ending && !closed) {
      close();
      sink.end();
    }
  }

  function send(line: () => string) {
    if (closed || ending) return;
    waiting.push(line);
    if (waiting.length > mostWaiting) ending = true;
    void pump();
  }

  function tell(event: WorldEvent) {
    if (event.collection !== resource.collection) return;
    const isIn = !wanted || wanted(event.item);
    const wasIn = event.type === "MODIFIED" && wanted !== null && event.before !== null ? wanted(event.before) : isIn;
    if (!isIn && !wasIn) return;
    const type = event.type !== "MODIFIED" || isIn === wasIn ? event.type : isIn ? "ADDED" : "DELETED";
    send(() => lineOf(type, objectOf(resource, event.item, event.version)));
  }

  /** What a watch without a version starts with: everything there is, as ADDED. */
  function* initialLines(): Generator<string> {
    const { ids, items } = world.listing(resource.collection);
    for (const [index, item] of items.entries()) {
      const version = world.versionOf(resource.collection, ids[index] as string);
      if (!wanted || wanted(item)) yield lineOf("ADDED", objectOf(resource, item, version));
    }
  }

  const bookmark = (annotations?: Json) => {
    const { version } = world;
    send(() =>
      lineOf("BOOKMARK", {
        kind: resource.kind,
        apiVersion: apiVersionOf(resource),
        metadata: {
          resourceVersion: String(version),
          creationTimestamp: null,
          ...(annotations ? { annotations } : {}),
        },
      }),
    );
  };

  function fail(error: StatusError) {
    send(() => lineOf("ERROR", statusObject(error)));
    ending = true;
    void pump();
  }

  function finish() {
    if (withBookmarks && bookmarkMs > 0) bookmark();
    ending = true;
    void pump();
  }

  function close() {
    if (closed) return;
    closed = true;
    clearInterval(bookmarks);
    clearTimeout(timeout);
    stopListening();
    onClose();
  }

  const seconds = Number(query.get("timeoutSeconds")) || leastTimeoutSeconds * (1 + Math.random());
  const timeout = setTimeout(finish, seconds * 1000);
  const bookmarks = setInterval(
    () => {
      if (withBookmarks) bookmark();
    },
    bookmarkMs || 2 ** 30,
  );
  const stopListening = world.onEvent(tell);

  const asked = Number(query.get("resourceVersion") || 0);
  const past = asked === 0 ? null : world.since(resource.collection, asked);
  if (asked === 0) {
    initial = initialLines();
    if (query.get("sendInitialEvents") === "true") bookmark({ "k8s.io/initial-events-end": "true" });
    void pump();
  } else if (past === null) {
    fail(refusals.expiredWatch(asked, world.version));
  } else {
    for (const event of past) tell(event);
  }
  return {
    expire: () => fail(refusals.expiredWatch(asked, world.version)),
    finish,
    close,
  };
}

function lineOf(type: string, object: Json): string {
  return JSON.stringify({ type, object });
}
