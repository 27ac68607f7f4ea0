import type { Failure } from "../../recording/observation.ts";
import type { Clock } from "../source.ts";
import { usualMostMs } from "./back-off.ts";
import { jsonIn } from "./body.ts";
import type { KubernetesClient } from "./client.ts";
import { failureOfStatus, malformed, stalled } from "./failures.ts";
import { numberIn, objectIn } from "./fields.ts";
import type { KubernetesCollection } from "./resources.ts";
import { watchdog } from "./watchdog.ts";

/** What went wrong with a request, and what that asks of the next one. */
export interface Trouble {
  readonly failure: Failure;
  /** HTTP status, or the code of an in-stream error; 0 when there was no answer. */
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  readonly isTooLarge: boolean;
}

export type Fetched = { readonly json: unknown } | { readonly trouble: Trouble };

export interface Fetching {
  readonly collection: KubernetesCollection;
  readonly client: KubernetesClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly patience: Patience;
}

/** How long to wait for a server, milliseconds. */
export interface Patience {
  /** For a request's answer, or for more of it, before the server counts as frozen. */
  readonly answerMs: number;
  /** For a word of an open watch: a real API server sends a bookmark each minute. */
  readonly watchMs: number;
  /** Before the next attempt, at most, however many failed. */
  readonly retryMs: number;
}

export const usualPatience: Patience = { answerMs: 30_000, watchMs: 90_000, retryMs: usualMostMs };

const mostBytes = 64 * 2 ** 20;
const mostErrorBytes = 2 ** 16;

/** One GET whose answer is a JSON object. */
export async function fetchJson(
  { collection, client, clock, signal, patience }: Fetching,
  verb: "get" | "list",
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<Fetched> {
  const dog = watchdog(clock, patience.answerMs, signal);
  try {
    const answer = await client.get(path, query, dog.signal);
    if ("failure" in answer) {
      return trouble(dog.hasFired() ? stalled(client.server(), patience.answerMs / 1000) : answer.failure);
    }
    dog.heard();
    const { status, retryAfterSeconds } = answer;
    if (status !== 200) {
      const said = await jsonIn(answer.body, mostErrorBytes, dog.heard);
      return refused(collection, verb, status, retryAfterSeconds, "json" in said ? said.json : null);
    }
    const body = await jsonIn(answer.body, mostBytes, dog.heard);
    if ("json" in body && objectIn(body.json) === body.json) return { json: body.json };
    const what = "unusable" in body ? body.unusable : "not JSON";
    const meaning =
      what === "too large" ? `is larger than ${mostBytes / 2 ** 20} MiB` : "is not what the Kubernetes API sends";
    return trouble(malformed(collection, meaning), { isTooLarge: what === "too large" });
  } catch (error) {
    return trouble(dog.hasFired() ? stalled(client.server(), patience.answerMs / 1000) : client.failureOf(error));
  } finally {
    dog.stop();
  }
}

/** An answer other than 200, or an error inside a stream, with the API's Status object if there is one. */
export function refused(
  collection: KubernetesCollection,
  verb: "get" | "list" | "watch",
  status: number,
  retryAfterSeconds: number | null,
  said: unknown,
): { readonly trouble: Trouble } {
  const details = objectIn(objectIn(said)["details"]);
  return trouble(failureOfStatus(collection, verb, status, said), {
    status,
    retryAfterSeconds: retryAfterSeconds ?? numberIn(details["retryAfterSeconds"]) ?? null,
  });
}

export function trouble(failure: Failure, more: Partial<Omit<Trouble, "failure">> = {}): { readonly trouble: Trouble } {
  return { trouble: { failure, status: 0, retryAfterSeconds: null, isTooLarge: false, ...more } };
}
