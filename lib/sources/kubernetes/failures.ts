import type { Failure } from "../../recording/observation.ts";
import { objectIn, proseIn } from "./fields.ts";
import { grantFor, type KubernetesCollection, resources } from "./resources.ts";

/** An answer that is not the one asked for, as the failure to show. `said` is the API's own Status object, if it sent one. */
export function failureOfStatus(
  collection: KubernetesCollection,
  verb: "get" | "list" | "watch",
  status: number,
  said: unknown,
): Failure {
  const resource = resources[collection].resource;
  const asked = `${verb} ${resource}`;
  const row = byStatus[status] ?? (status >= 500 ? serverError : unexpected);
  const { code, means } = row({ collection, resource, asked, status });
  const own = proseIn(objectIn(said)["message"]);
  return { code, message: own === undefined ? means : `${means} The API server says: ${own}` };
}

/** A request that got no answer, or an answer that broke off, as the failure to show. */
export function failureOfError(error: unknown, server: string): Failure {
  const code = codeOf(error);
  const host = hostOf(server);
  if (code in connectionTrouble) {
    return {
      code: "Unreachable",
      message: `The Kubernetes API at ${host} cannot be reached: ${connectionTrouble[code]} (${code}). Trunkscope keeps trying.`,
    };
  }
  if (isCertificateTrouble(code)) {
    return {
      code: "CertificateRefused",
      message: `The TLS certificate of the Kubernetes API at ${host} is not trusted (${code}). Check certificate-authority and tls-server-name of the cluster in the kubeconfig.`,
    };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return {
    code: "Unreachable",
    message: `The Kubernetes API at ${host} did not answer properly: ${proseIn(detail) ?? code}.`,
  };
}

export function stalled(server: string, seconds: number): Failure {
  return {
    code: "Stalled",
    message: `The Kubernetes API at ${hostOf(server)} accepted the connection but sent nothing for ${seconds} s. What is shown is as old as its last reading; Trunkscope keeps trying.`,
  };
}

export function malformed(collection: KubernetesCollection, what: string): Failure {
  return { code: "Malformed", message: `The answer to list ${resources[collection].resource} ${what}.` };
}

interface Refusal {
  readonly collection: KubernetesCollection;
  readonly resource: string;
  readonly asked: string;
  readonly status: number;
}

type Meaning = (refusal: Refusal) => { readonly code: string; readonly means: string };

const byStatus: Readonly<Record<number, Meaning>> = {
  401: ({ asked }) => ({
    code: "Unauthorized",
    means: `Kubernetes does not accept the credentials (${asked}). Check the kubeconfig's user, its credential plugin and the cloud profile it uses.`,
  }),
  403: ({ asked, collection }) => ({
    code: "Forbidden",
    means: `Kubernetes refused to ${asked}. ${grantFor(collection)}`,
  }),
  404: ({ resource, collection }) => ({
    code: "NotInstalled",
    means: isCustom(collection)
      ? `The CustomResourceDefinition ${resource} is not installed in this cluster.`
      : `This API server does not serve ${resource} in any version that Trunkscope knows.`,
  }),
  429: ({ asked }) => ({ code: "TooManyRequests", means: `The API server asked to wait before the next ${asked}.` }),
};

const serverError: Meaning = ({ asked, status }) => ({
  code: "ServerError",
  means: `The API server could not ${asked} (HTTP ${status}).`,
});

const unexpected: Meaning = ({ asked, status }) => ({
  code: "Unexpected",
  means: `The API server answered HTTP ${status} to ${asked}.`,
});

const connectionTrouble: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection is refused",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no network",
  ETIMEDOUT: "the connection timed out",
  UND_ERR_CONNECT_TIMEOUT: "no connection came about in time",
  ENOTFOUND: "its name is unknown",
  EAI_AGAIN: "its name could not be looked up",
};

function isCertificateTrouble(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL|EPROTO/.test(code);
}

function isCustom(collection: KubernetesCollection): boolean {
  const row = resources[collection];
  return row.how === "watch" && row.isCustom;
}

function codeOf(error: unknown): string {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code: unknown = Reflect.get(cause, "code");
    if (typeof code === "string") return code;
  }
  return "";
}

function hostOf(server: string): string {
  return URL.canParse(server) ? new URL(server).host : server;
}
