import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { LinkTemplate } from "../export/link-templates.ts";
import type { Config } from "./config.ts";
import { honourDeclaredEncoding } from "./declared-encoding.ts";
import { mayUpgrade, openDoor } from "./door.ts";
import { allowedHosts as hostsOf } from "./hosts.ts";
import { type Log, setHub } from "./hub.ts";
import type { Task, Trouble } from "./protocol.ts";
import { createRegistry } from "./registry.ts";

export interface ServeOptions {
  readonly listen: Config["listen"];
  readonly live: readonly Task[];
  readonly recordings: readonly string[];
  /** The links that the operator defined. */
  readonly links: readonly LinkTemplate[];
  readonly dev: boolean;
  readonly log: Log;
  /** Makes what answers behind the door. */
  readonly application: (place: Place) => Promise<Application>;
  readonly onGaveUp?: (cluster: string, trouble: Trouble) => void;
}

export interface Place {
  readonly dev: boolean;
  readonly hostname: string;
  readonly port: number;
}

export interface Application {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  close(): Promise<void>;
}

export interface Running {
  readonly url: string;
  /** Settles when the stores of all live clusters are open, or turned out not to open. */
  readonly opened: Promise<void>;
  stop(): Promise<void>;
}

/** Listens, starts the clusters, then answers. Rejects with the system's error when the address cannot be had. */
export async function serve(options: ServeOptions): Promise<Running> {
  const { listen, live, recordings, links, dev, log, onGaveUp } = options;
  const server = createServer({
    maxHeaderSize: 16_384,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
  });
  server.maxConnections = 1024;
  server.on("clientError", (_, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    else socket.destroy();
  });
  const port = await listenOn(server, listen);
  const allowedHosts = hostsOf(listen, port);
  const door = { allowedHosts, dev };
  let application: Application | null = null;

  server.on("request", (request, response) => {
    if (!openDoor(request, response, door)) return;
    if (!application) {
      response
        .writeHead(503, { "Content-Type": "text/plain; charset=utf-8", "Retry-After": "2" })
        .end("Trunkscope is starting.\n");
      return;
    }
    honourDeclaredEncoding(response);
    application.handle(request, response).catch((error: unknown) => {
      log.error({ stack: error instanceof Error ? error.stack : String(error) }, "a request failed");
      if (response.headersSent) response.destroy();
      else
        response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8" }).end("This could not be answered.\n");
    });
  });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    if (!application || !mayUpgrade(request, door)) socket.destroy();
    else application.upgrade(request, socket, head).catch(() => socket.destroy());
  });

  const registry = createRegistry({ live, recordings, allowedHosts, links, log, ...(onGaveUp ? { onGaveUp } : {}) });
  setHub(registry);
  const stop = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await Promise.all([closed, registry.stop(), application?.close()]);
    setHub(undefined);
  };
  try {
    application = await options.application({ dev, hostname: listen.address, port });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: urlOf(listen.address, port), opened: registry.opened, stop };
}

function listenOn(server: Server, { address, port }: Config["listen"]): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function urlOf(address: string, port: number): string {
  const host = address === "0.0.0.0" || address === "::" ? "localhost" : address;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
