import { createServer, type Server, type Socket } from "node:net";

/** The TCP listener before a stand-in: it can be frozen, cut and restarted on its own port, as a real server can. */
export interface Door {
  readonly port: number;
  /** Sockets are accepted, nothing is read from or handed to new ones; see `thawed` for those already open. */
  freeze(): void;
  thaw(): void;
  /** Resolves at once unless frozen. Whoever writes to a client waits for it first. */
  thawed(): Promise<void>;
  /** Breaks every open connection; returns how many there were. */
  cut(): number;
  /** Refuses connections until `open` is called again. */
  shut(): Promise<void>;
  open(): Promise<void>;
  readonly connections: number;
}

/** Opens a loopback listener that hands its sockets to an HTTP(S) server. `port` 0 takes a free one and keeps it. */
export async function openDoor(handle: (socket: Socket) => void, port = 0): Promise<Door> {
  const sockets = new Set<Socket>();
  const waiting = new Set<Socket>();
  let frozen: { readonly promise: Promise<void>; readonly resolve: () => void } | null = null;
  let server: Server | null = null;
  let listeningOn = port;

  function welcome(socket: Socket) {
    sockets.add(socket);
    socket.on("close", () => {
      sockets.delete(socket);
      waiting.delete(socket);
    });
    socket.on("error", () => socket.destroy());
    if (frozen) waiting.add(socket);
    else handle(socket);
  }

  function thaw() {
    frozen?.resolve();
    frozen = null;
    for (const socket of waiting) handle(socket);
    waiting.clear();
  }

  function cut() {
    const open = sockets.size;
    for (const socket of sockets) socket.resetAndDestroy();
    return open;
  }

  const door: Door = {
    get port() {
      return listeningOn;
    },
    get connections() {
      return sockets.size;
    },
    freeze() {
      frozen ??= Promise.withResolvers<void>();
    },
    thaw,
    thawed: () => frozen?.promise ?? Promise.resolve(),
    cut,
    async shut() {
      const closing = server;
      server = null;
      if (!closing) return;
      const closed = new Promise((resolve) => closing.close(resolve));
      waiting.clear();
      cut();
      thaw();
      await closed;
    },
    async open() {
      if (server) return;
      const opening = createServer({ noDelay: true }, welcome);
      await new Promise<void>((resolve, reject) => {
        opening.once("error", reject);
        opening.listen(listeningOn, "127.0.0.1", resolve);
      });
      const address = opening.address();
      if (address && typeof address === "object") listeningOn = address.port;
      server = opening;
    },
  };
  await door.open();
  return door;
}
