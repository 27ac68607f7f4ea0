import type { Json } from "./json.ts";

/** A refusal as the API server prints it: a Status object. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly retryAfterSeconds: number | null;

  constructor(code: number, reason: string, message: string, retryAfterSeconds: number | null = null) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export function statusObject({ code, reason, message, retryAfterSeconds }: StatusError): Json {
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    reason,
    ...(retryAfterSeconds === null ? {} : { details: { retryAfterSeconds } }),
    code,
  };
}

const listExpired =
  "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.";

export const refusals = {
  unauthorized: () => new StatusError(401, "Unauthorized", "Unauthorized"),
  forbidden: (verb: string, resource: string, group: string, scope: string) =>
    new StatusError(
      403,
      "Forbidden",
      `${resource} is forbidden: User "lab" cannot ${verb} resource "${resource}" in API group "${group}" ${scope}`,
    ),
  notFound: (resource: string, name: string) => new StatusError(404, "NotFound", `${resource} "${name}" not found`),
  expiredList: () => new StatusError(410, "Expired", listExpired),
  expiredWatch: (asked: number, oldest: number) =>
    new StatusError(410, "Expired", `too old resource version: ${asked} (${oldest})`),
  throttled: (seconds: number) =>
    new StatusError(429, "TooManyRequests", "Too many requests, please try again later.", seconds),
  initializing: () => new StatusError(429, "TooManyRequests", "storage is (re)initializing", 1),
  internal: () => new StatusError(500, "InternalError", "Internal error occurred: etcdserver: request timed out"),
  readOnly: () =>
    new StatusError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"),
  tooNew: (asked: number, current: number) =>
    new StatusError(504, "Timeout", `Too large resource version: ${asked}, current: ${current}`, 1),
} as const;
