import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer as createHttp, type RequestListener, type Server } from "node:http";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { generate } from "selfsigned";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { kubeconfigOf } from "./api-server.fixture.ts";
import { jsonIn } from "./body.ts";
import { type Answer, dispatcherOf, type KubernetesClient, kubernetesClient } from "./client.ts";

let directory: string;
let servers: Server[] = [];
let clients: KubernetesClient[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "trunkscope-client-"));
});

afterEach(async () => {
  for (const client of clients) await client.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  clients = [];
  servers = [];
  await rm(directory, { recursive: true, force: true });
});

describe("the read-only gate", () => {
  test.each(["POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "HEAD"] as const)(
    "%s cannot be sent",
    async (method) => {
      const seen: string[] = [];
      const server = await listen((request, response) => {
        seen.push(request.method ?? "");
        response.end("{}");
      });
      const dispatcher = dispatcherOf({ server, tls: {} });
      await expect(dispatcher.request({ origin: server, path: "/api/v1/pods", method })).rejects.toThrow(
        /Trunkscope only reads|invalid method/,
      );
      await dispatcher.close();
      expect(seen).toEqual([]);
    },
  );

  test.each([
    "/api/v1/secrets",
    "/api/v1/namespaces/a/pods/b/exec?command=sh",
    "/api/v1/namespaces/a/pods/b/log",
    "/apis/x",
  ])("GET %s cannot be sent", async (path) => {
    const server = await listen((_, response) => response.end("{}"));
    const dispatcher = dispatcherOf({ server, tls: {} });
    await expect(dispatcher.request({ origin: server, path, method: "GET" })).rejects.toThrow("not in the table");
    await dispatcher.close();
  });

  test("a GET with a body or an upgrade cannot be sent", async () => {
    const server = await listen((_, response) => response.end("{}"));
    const dispatcher = dispatcherOf({ server, tls: {} });
    const get = { origin: server, path: "/api/v1/pods", method: "GET" } as const;
    await expect(dispatcher.request({ ...get, body: "x" })).rejects.toThrow("only reads");
    await expect(dispatcher.upgrade({ ...get, protocol: "websocket" })).rejects.toThrow("only reads");
    await dispatcher.close();
  });

  test("the client's own requests go through it", async () => {
    const server = await listen((_, response) => response.end("{}"));
    const answer = await (await clientOf({ server })).get("/api/v1/secrets", {}, never());
    expect(answer).toMatchObject({ failure: { message: expect.stringContaining("not in the table") } });
  });
});

describe("a request", () => {
  test("keeps the path of a server that is behind one, and sends the token", async () => {
    const server = await listen(echo);
    const client = await clientOf({ server: `${server}/k8s/clusters/c-1` });
    expect(await jsonOf(client.get("/api/v1/nodes", { limit: "5" }, never()))).toEqual({
      url: "/k8s/clusters/c-1/api/v1/nodes?limit=5",
      authorization: "Bearer abc",
    });
  });

  test("shares kept-alive connections", async () => {
    const ports = new Set<number | undefined>();
    const server = await listen((request, response) => {
      ports.add(request.socket.remotePort);
      echo(request, response);
    });
    const client = await clientOf({ server });
    for (let turn = 0; turn < 10; turn++) await jsonOf(client.get("/api/v1/nodes", {}, never()));
    expect(ports.size).toBeLessThan(3);
  });

  test("unpacks gzip", async () => {
    const server = await listen((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      response.end(gzipSync(JSON.stringify({ packed: true })));
    });
    expect(await jsonOf((await clientOf({ server })).get("/api/v1/nodes", {}, never()))).toEqual({ packed: true });
  });

  test("to a port where no one listens is Unreachable", async () => {
    const server = await listen(echo);
    servers[0]?.close();
    const answer = await (await clientOf({ server })).get("/api/v1/nodes", {}, never());
    expect(answer).toMatchObject({ failure: { code: "Unreachable", message: expect.stringContaining("refused") } });
  });
});

describe("TLS", () => {
  test("trusts the kubeconfig's own authority, and no unknown one", async () => {
    const { server, cert } = await listenTls("127.0.0.1");
    const data = Buffer.from(cert).toString("base64");
    const trusted = await clientOf({ server, "certificate-authority-data": data });
    expect(await jsonOf(trusted.get("/api/v1/nodes", {}, never()))).toMatchObject({ authorization: "Bearer abc" });
    const untrusted = await (await clientOf({ server })).get("/api/v1/nodes", {}, never());
    expect(untrusted).toMatchObject({ failure: { code: "CertificateRefused" } });
  });

  test("honours insecure-skip-tls-verify", async () => {
    const { server } = await listenTls("127.0.0.1");
    const client = await clientOf({ server, "insecure-skip-tls-verify": true });
    expect(await jsonOf(client.get("/api/v1/nodes", {}, never()))).toMatchObject({ authorization: "Bearer abc" });
  });

  test("honours tls-server-name", async () => {
    const { server, cert } = await listenTls("kubernetes.example");
    const data = Buffer.from(cert).toString("base64");
    const named = await clientOf({
      server,
      "certificate-authority-data": data,
      "tls-server-name": "kubernetes.example",
    });
    expect(await jsonOf(named.get("/api/v1/nodes", {}, never()))).toMatchObject({ authorization: "Bearer abc" });
    const unnamed = await (await clientOf({ server, "certificate-authority-data": data })).get(
      "/api/v1/nodes",
      {},
      never(),
    );
    expect(unnamed).toMatchObject({ failure: { code: "CertificateRefused" } });
  });

  test("goes through proxy-url", async () => {
    const { server, cert } = await listenTls("127.0.0.1");
    const tunnels: string[] = [];
    const proxy = await listen(echo);
    servers.at(-1)?.on("connect", (request, socket) => {
      tunnels.push(request.url ?? "");
      const [host, port] = (request.url ?? "").split(":");
      const target = connect(Number(port), host, () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        target.pipe(socket).pipe(target);
      });
      socket.on("error", () => target.destroy());
      target.on("error", () => socket.destroy());
    });
    const client = await clientOf({
      server,
      "proxy-url": proxy,
      "certificate-authority-data": Buffer.from(cert).toString("base64"),
    });
    expect(await jsonOf(client.get("/api/v1/nodes", {}, never()))).toMatchObject({ authorization: "Bearer abc" });
    expect(tunnels).toEqual([new URL(server).host]);
  });
});

describe("credentials", () => {
  test("a refused token is read anew from the kubeconfig once, then the 401 stands", async () => {
    const tokens: (string | undefined)[] = [];
    const server = await listen((request, response) => {
      tokens.push(request.headers.authorization);
      response.writeHead(request.headers.authorization === "Bearer fresh" ? 200 : 401);
      response.end("{}");
    });
    let now = 0;
    const client = await clientOf({ server }, { token: "stale" }, () => now);
    expect(await client.get("/api/v1/nodes", {}, never())).toMatchObject({ status: 401 });
    await writeConfig({ server }, { token: "fresh" });
    now += 20_000;
    expect(await client.get("/api/v1/nodes", {}, never())).toMatchObject({ status: 200 });
    expect(tokens).toEqual(["Bearer stale", "Bearer stale", "Bearer fresh"]);
  });

  test("a token of a credential plugin is renewed two minutes before it expires", async () => {
    const server = await listen(echo);
    const counter = join(directory, "count");
    const plugin = join(directory, "plugin.sh");
    let now = Date.parse("2026-01-01T00:00:00Z");
    await writeFile(counter, "");
    await writeFile(
      plugin,
      `#!/bin/sh
printf x >> "$COUNTER"
n=$(wc -c < "$COUNTER" | tr -d ' ')
printf '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"t%s","expirationTimestamp":"2099-01-01T00:14:00Z"}}' "$n"
`,
    );
    await chmod(plugin, 0o755);
    now = Date.parse("2099-01-01T00:00:00Z");
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1beta1",
      command: "./plugin.sh",
      env: [{ name: "COUNTER", value: counter }],
    };
    const client = await clientOf({ server }, { exec }, () => now);
    const token = async () => (await jsonOf(client.get("/api/v1/nodes", {}, never()))) as { authorization: string };
    expect(await token()).toMatchObject({ authorization: "Bearer t1" });
    now += 11 * 60_000;
    expect(await token()).toMatchObject({ authorization: "Bearer t1" });
    now += 61_000;
    expect(await token()).toMatchObject({ authorization: "Bearer t2" });
    expect((await readFile(counter, "utf8")).length).toBe(2);
  });

  test("many requests at once run the plugin once", async () => {
    const server = await listen(echo);
    const counter = join(directory, "count");
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "sh",
      args: ["-c", `printf x >> '${counter}'; printf '{"status":{"token":"t"}}'`],
    };
    const client = await clientOf({ server }, { exec });
    await Promise.all(Array.from({ length: 14 }, () => jsonOf(client.get("/api/v1/nodes", {}, never()))));
    expect(await readFile(counter, "utf8")).toBe("x");
  });

  test("a token file is read again as it rotates", async () => {
    const server = await listen((request, response) => {
      response.writeHead(request.headers.authorization === "Bearer second" ? 200 : 401);
      response.end("{}");
    });
    await writeFile(join(directory, "token"), "first\n");
    let now = 0;
    const client = await clientOf({ server }, { tokenFile: "token" }, () => now);
    expect(await client.get("/api/v1/nodes", {}, never())).toMatchObject({ status: 401 });
    await writeFile(join(directory, "token"), "second\n");
    now += 60_000;
    expect(await client.get("/api/v1/nodes", {}, never())).toMatchObject({ status: 200 });
  });

  test.each([
    [{ exec: { apiVersion: "v1", command: "no-such-plugin" } }, /no-such-plugin does not exist/],
    [
      { exec: { apiVersion: "v1", command: "sh", args: ["-c", "echo profile not found >&2; exit 1"] } },
      /profile not found/,
    ],
  ])("a plugin that fails is said, and tried again", async (user, message) => {
    const server = await listen(echo);
    const client = await clientOf({ server }, user);
    const answer = await client.get("/api/v1/nodes", {}, never());
    expect(answer).toMatchObject({ failure: { code: "NoCredentials", message: expect.stringMatching(message) } });
    await writeConfig({ server }, { token: "abc" });
    expect(await client.get("/api/v1/nodes", {}, never())).toMatchObject({ status: 200 });
  });

  test("a kubeconfig that is missing or names no such context says what it has", async () => {
    const missing = kubernetesClient({ kubeconfig: join(directory, "none"), environment: {} });
    expect(await missing.get("/api/v1/nodes", {}, never())).toMatchObject({ failure: { code: "NoKubeconfig" } });
    await writeConfig({ server: "http://127.0.0.1:1" }, {});
    const other = kubernetesClient({ kubeconfig: join(directory, "config"), context: "prod", environment: {} });
    expect(await other.get("/api/v1/nodes", {}, never())).toMatchObject({
      failure: { code: "BadKubeconfig", message: expect.stringContaining('no context "prod". It has: test') },
    });
    const pod = kubernetesClient({ inCluster: true, environment: {} });
    expect(await pod.get("/api/v1/nodes", {}, never())).toMatchObject({ failure: { code: "NotInCluster" } });
  });
});

async function clientOf(
  cluster: object,
  user: object = { token: "abc" },
  now: () => number = Date.now,
): Promise<KubernetesClient> {
  await writeConfig(cluster, user);
  const client = kubernetesClient({ kubeconfig: join(directory, "config"), environment: {}, now });
  clients.push(client);
  return client;
}

async function writeConfig(cluster: object, user: object): Promise<void> {
  await writeFile(join(directory, "config"), JSON.stringify(kubeconfigOf(cluster, user)));
}

async function listen(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await started(createHttp(answer))}`;
}

async function listenTls(name: string): Promise<{ server: string; cert: string }> {
  const isAddress = /^[\d.]+$/.test(name);
  const pems = await generate([{ name: "commonName", value: name }], {
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames: [isAddress ? { type: 7, ip: name } : { type: 2, value: name }] },
    ],
  });
  const port = await started(createHttps({ key: pems.private, cert: pems.cert }, echo));
  return { server: `https://127.0.0.1:${port}`, cert: pems.cert };
}

async function started(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const echo: RequestListener = (request, response) => {
  response.end(JSON.stringify({ url: request.url, authorization: request.headers.authorization }));
};

async function jsonOf(answer: Promise<Answer>): Promise<unknown> {
  const given = await answer;
  if ("failure" in given) throw new Error(`${given.failure.code}: ${given.failure.message}`);
  const body = await jsonIn(given.body, 1e6, () => undefined);
  return "json" in body ? body.json : body.unusable;
}

function never(): AbortSignal {
  return new AbortController().signal;
}
