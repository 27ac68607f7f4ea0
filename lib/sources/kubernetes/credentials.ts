import { createHash } from "node:crypto";
import { isIP } from "node:net";
import type { ConnectionOptions } from "node:tls";
import type { KubeConfig, RequestContext } from "@kubernetes/client-node";
import type { Failure } from "../../recording/observation.ts";
import { type ClusterAccess, type Environment, loadKubeConfig } from "./kubeconfig.ts";

/** The part of TLS options that a kubeconfig decides. */
export type TlsOptions = Pick<
  ConnectionOptions,
  "ca" | "cert" | "key" | "pfx" | "passphrase" | "rejectUnauthorized" | "servername"
>;

/** What a request needs to be let in. Never logged, never stored. */
export interface Credentials {
  readonly server: string;
  readonly proxyUrl?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsOptions;
  /** Equal for credentials that can share connections. */
  readonly connectionKey: string;
  /** Counts up each time credentials are obtained anew. */
  readonly generation: number;
}

export type CredentialsOrFailure = { readonly credentials: Credentials } | { readonly failure: Failure };

export interface CredentialStore {
  /** The credentials in force: obtained anew when they are about to expire. */
  current(): Promise<CredentialsOrFailure>;
  /** After a 401: credentials newer than the refused ones, if enough time has passed to expect other ones. */
  renewed(refused: Credentials): Promise<CredentialsOrFailure>;
}

const leewayMs = 120_000;
const reuseMs = 30_000;
const leastRenewalMs = 10_000;
const patienceMs = 60_000;

/**
 * Credentials of a context: token files are re-read as they rotate, tokens of a credential plugin are renewed two minutes before they
 * expire (EKS tokens live 14 minutes), and a 401 reads the kubeconfig anew.
 */
export function credentialStore(access: ClusterAccess, environment: Environment, now: () => number): CredentialStore {
  let config: KubeConfig | null = null;
  let loadedAt = 0;
  let held: { readonly value: Credentials; readonly at: number } | null = null;
  let pending: Promise<CredentialsOrFailure> | null = null;
  let generation = 0;

  const obtain = (anew: boolean): Promise<CredentialsOrFailure> => {
    pending ??= withPatience(read(anew)).finally(() => {
      pending = null;
    });
    return pending;
  };

  const read = async (anew: boolean): Promise<CredentialsOrFailure> => {
    if (config === null || anew) {
      const loaded = loadKubeConfig(access, environment);
      if ("failure" in loaded) return loaded;
      config = loaded.config;
      loadedAt = now();
      generation++;
    }
    try {
      held = { value: { ...(await credentialsOf(config)), generation }, at: now() };
      return { credentials: held.value };
    } catch (error) {
      config = null;
      return { failure: pluginFailure(error) };
    }
  };

  return {
    async current() {
      const mayRenew = now() - loadedAt >= leastRenewalMs;
      const expires = config ? expiryOf(config) : null;
      if (expires !== null && mayRenew && now() >= expires - leewayMs) return obtain(true);
      if (held && config && now() - held.at < reuseMs) return { credentials: held.value };
      return obtain(false);
    },
    async renewed(refused) {
      if (held && held.value.generation > refused.generation) return { credentials: held.value };
      if (now() - loadedAt < leastRenewalMs) return { credentials: refused };
      return obtain(true);
    },
  };
}

async function credentialsOf(config: KubeConfig): Promise<Omit<Credentials, "generation">> {
  const headers: Record<string, string> = {};
  let tls: TlsOptions = {};
  // The library would build a connection pool per request; it asks this method what for, and "none" keeps it from doing so.
  config.createDispatcherOptions = (_cluster, options) => {
    tls = options as TlsOptions;
    return { type: "none" };
  };
  const context = {
    setHeaderParam: (name: string, value: string) => {
      headers[name.toLowerCase()] = value.trim();
    },
    setDispatcher: () => undefined,
  };
  // Only these two methods of a request are used by the library to authenticate it.
  await config.applySecurityAuthentication(context as unknown as RequestContext);
  const cluster = config.getCurrentCluster();
  const server = cluster?.server ?? "";
  return {
    server,
    ...(cluster?.proxyUrl ? { proxyUrl: cluster.proxyUrl } : {}),
    headers,
    tls: { ...serverName(server), ...definedOnly(tls) },
    connectionKey: createHash("sha256")
      .update(JSON.stringify([server, cluster?.proxyUrl, tls.servername, tls.rejectUnauthorized]))
      .update(String(tls.ca ?? ""))
      .update(String(tls.cert ?? ""))
      .update(String(tls.key ?? ""))
      .digest("hex"),
  };
}

/** When the token of a credential plugin expires, epoch milliseconds. The library keeps it to itself and would use it to the last second. */
function expiryOf(config: KubeConfig): number | null {
  const { authenticators } = config as unknown as { authenticators?: readonly object[] };
  for (const authenticator of authenticators ?? []) {
    const cache: unknown = Reflect.get(authenticator, "tokenCache");
    if (typeof cache !== "object" || cache === null) continue;
    for (const credential of Object.values(cache) as ({ status?: { expirationTimestamp?: unknown } } | null)[]) {
      const expires = Date.parse(String(credential?.status?.expirationTimestamp ?? ""));
      if (!Number.isNaN(expires)) return expires;
    }
  }
  return null;
}

function pluginFailure(error: unknown): Failure {
  const missing =
    error instanceof Error && Reflect.get(error, "code") === "ENOENT" ? Reflect.get(error, "path") : undefined;
  if (typeof missing === "string") {
    return {
      code: "NoCredentials",
      message: `${missing} does not exist, and the kubeconfig's user needs it to log in.`,
    };
  }
  const said = (error instanceof Error ? error.message : String(error)).trim().slice(0, 300);
  return {
    code: "NoCredentials",
    message: `The kubeconfig's user could not get credentials: ${said || "the credential plugin failed silently"}`,
  };
}

/** A credential plugin that hangs must not hang everything; its answer is still taken when it comes. */
async function withPatience(work: Promise<CredentialsOrFailure>): Promise<CredentialsOrFailure> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CredentialsOrFailure>((resolve) => {
    timer = setTimeout(() => {
      const message = `The kubeconfig's credential plugin has not answered for ${patienceMs / 1000} s.`;
      resolve({ failure: { code: "NoCredentials", message } });
    }, patienceMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function definedOnly(options: TlsOptions): TlsOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** The name to ask for in the TLS handshake; an address has none. */
function serverName(server: string): TlsOptions {
  const { hostname } = new URL(server);
  return isIP(hostname.replace(/^\[|\]$/g, "")) ? {} : { servername: hostname };
}
