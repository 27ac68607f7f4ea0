import { jsonIn, linesIn } from "./body.ts";
import { malformed, stalled } from "./failures.ts";
import { type Fetching, refused, type Trouble, trouble } from "./fetch.ts";
import { type Json, numberIn, objectIn, textIn } from "./fields.ts";
import { watchdog } from "./watchdog.ts";

/** One line of a watch that tells of an object. */
export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: Json;
}

export interface WatchHandler {
  /** The server accepted the watch, or sent a bookmark: everything up to now is known. */
  alive(): void;
  event(event: WatchEvent): void;
}

/** How a watch ended and where to go on from. */
export interface Ended {
  /** The newest resource version heard of. */
  readonly position: string;
  readonly heard: boolean;
  readonly lastedMs: number;
  readonly why: /** The stream ended or broke, as streams do: go on from `position`. */
    | { readonly kind: "closed" }
    /** Nothing came for too long: go on from `position` on another connection. */
    | { readonly kind: "silent" }
    /** The server no longer knows what happened since `position`: list again. */
    | { readonly kind: "expired" }
    /** The server sent what no one can follow: list again. */
    | { readonly kind: "lost"; readonly trouble: Trouble }
    | { readonly kind: "trouble"; readonly trouble: Trouble };
}

const mostLineBytes = 16 * 2 ** 20;
const mostErrorBytes = 2 ** 16;
const expired = 410;

/** Watches from a resource version until the stream ends, whatever way. `seconds`: how long the server may keep it open. */
export async function watchFrom(
  { collection, client, clock, signal, patience }: Fetching,
  { path, position: start, seconds, fieldSelector }: WatchTarget,
  handler: WatchHandler,
): Promise<Ended> {
  const { answerMs, watchMs } = patience;
  const dog = watchdog(clock, answerMs, signal);
  const openedAt = clock.now();
  let position = start;
  let heard = false;
  let isOpen = false;
  const ended = (why: Ended["why"]): Ended => ({ position, heard, lastedMs: clock.now() - openedAt, why });
  const refusal = (status: number, after: number | null, said: unknown) =>
    ended(
      status === expired
        ? { kind: "expired" }
        : { kind: "trouble", ...refused(collection, "watch", status, after, said) },
    );

  try {
    const answer = await client.get(
      path,
      {
        watch: "true",
        allowWatchBookmarks: "true",
        resourceVersion: start,
        timeoutSeconds: String(seconds),
        ...(fieldSelector === null ? {} : { fieldSelector }),
      },
      dog.signal,
    );
    if ("failure" in answer) {
      return ended({
        kind: "trouble",
        ...trouble(dog.hasFired() ? stalled(client.server(), answerMs / 1000) : answer.failure),
      });
    }
    dog.heard();
    if (answer.status !== 200) {
      const said = await jsonIn(answer.body, mostErrorBytes, dog.heard);
      return refusal(answer.status, answer.retryAfterSeconds, "json" in said ? said.json : null);
    }
    isOpen = true;
    dog.allow(watchMs);
    handler.alive();
    for await (const lines of linesIn(answer.body, mostLineBytes)) {
      dog.heard();
      if (signal.aborted) break;
      if (lines === null)
        return ended({ kind: "lost", ...trouble(malformed(collection, "holds a line too long to be an object")) });
      for (const line of lines) {
        const event = eventIn(line);
        if (event === null)
          return ended({ kind: "lost", ...trouble(malformed(collection, "holds a line that is no watch event")) });
        if (event.type === "ERROR") return refusal(numberIn(event.object["code"]) ?? 0, null, event.object);
        heard = true;
        if (event.type === "BOOKMARK") handler.alive();
        else handler.event({ type: event.type, object: event.object });
        position = textIn(objectIn(event.object["metadata"])["resourceVersion"]) ?? position;
      }
    }
    return ended({ kind: "closed" });
  } catch (error) {
    if (dog.hasFired()) {
      return ended(
        isOpen ? { kind: "silent" } : { kind: "trouble", ...trouble(stalled(client.server(), answerMs / 1000)) },
      );
    }
    return ended(isOpen ? { kind: "closed" } : { kind: "trouble", ...trouble(client.failureOf(error)) });
  } finally {
    dog.stop();
  }
}

export interface WatchTarget {
  readonly path: string;
  readonly position: string;
  readonly seconds: number;
  readonly fieldSelector: string | null;
}

interface RawEvent {
  readonly type: WatchEvent["type"] | "BOOKMARK" | "ERROR";
  readonly object: Json;
}

const eventTypes: ReadonlySet<unknown> = new Set<RawEvent["type"]>([
  "ADDED",
  "MODIFIED",
  "DELETED",
  "BOOKMARK",
  "ERROR",
]);

function eventIn(line: string): RawEvent | null {
  try {
    const { type, object } = objectIn(JSON.parse(line));
    if (!eventTypes.has(type) || objectIn(object) !== object) return null;
    return { type: type as RawEvent["type"], object: object as Json };
  } catch {
    return null;
  }
}
