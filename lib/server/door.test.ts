import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDoor } from "./door.ts";
import { safetyHeaders } from "./headers.ts";
import { allowedHosts } from "./hosts.ts";

let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((incoming, response) => {
    if (
      openDoor(incoming, response, {
        allowedHosts: allowedHosts({ address: "127.0.0.1", allowedHosts: ["scope.example"] }, port),
        dev: false,
      })
    ) {
      response.statusCode = 404;
      response.end(JSON.stringify(incoming.headers));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

function send({ method = "GET", path = "/", headers = {} }: Sent) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const outgoing = request({ port, host: "127.0.0.1", method, path, headers, agent: false }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

describe("the door", () => {
  test("lets loopback names on its own port in, and names that were configured", async () => {
    for (const host of [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `LOCALHOST:${port}`,
      `[::1]:${port}`,
      "scope.example",
      `scope.example:${port}`,
    ]) {
      expect((await send({ headers: { host } })).status, host).toBe(404);
    }
  });

  test("refuses every other Host, so that a rebound name reaches nothing", async () => {
    for (const host of [
      "evil.example",
      `evil.example:${port}`,
      "127.0.0.1",
      "localhost:1",
      `127.0.0.1.evil.example:${port}`,
      `a@127.0.0.1:${port}`,
    ]) {
      for (const path of ["/", "/api/clusters", "/_next/static/x.js", "/recordings/ironman-2022.ndjson"]) {
        expect((await send({ path, headers: { host } })).status, `${host} ${path}`).toBe(421);
      }
    }
  });

  test("refuses other origins and other sites, subresources included", async () => {
    const refused: Record<string, string>[] = [
      { origin: "http://evil.example" },
      { origin: "null" },
      { origin: "http://localhost:1" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script" },
    ];
    for (const headers of refused) expect((await send({ headers })).status, JSON.stringify(headers)).toBe(403);
    expect(
      (await send({ headers: { origin: `http://127.0.0.1:${port}`, "sec-fetch-site": "same-origin" } })).status,
    ).toBe(404);
  });

  test("lets a followed link open a page, but not the API and not in a frame", async () => {
    const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    expect((await send({ path: "/clusters/a", headers: link })).status).toBe(404);
    expect((await send({ path: "/api/clusters", headers: link })).status).toBe(403);
    expect((await send({ path: "/clusters/a", headers: { ...link, "sec-fetch-dest": "iframe" } })).status).toBe(403);
  });

  test("only reads, without a body, at addresses of bounded length", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]) {
      expect((await send({ method })).status, method).toBe(405);
    }
    expect((await send({ headers: { "content-length": "5" } })).status).toBe(413);
    expect((await send({ path: `/${"x".repeat(5000)}` })).status).toBe(414);
    expect((await send({ path: "//evil.example/" })).status).toBe(400);
    expect((await send({ path: "/_next/image?url=%2Fa.png&w=64&q=75" })).status).toBe(404);
  });

  test("sends the safety headers with every answer, its own refusals included", async () => {
    const answers = [await send({}), await send({ headers: { host: "evil.example" } }), await send({ method: "POST" })];
    for (const { headers } of answers) {
      for (const [name, value] of Object.entries(safetyHeaders)) expect(headers[name.toLowerCase()]).toBe(value);
      expect(headers["content-security-policy"]).toMatch(
        /^default-src 'none'; .*frame-ancestors 'none'; base-uri 'none'; form-action 'none'$/,
      );
      expect(String(headers["content-security-policy"])).not.toContain("evil.example");
    }
  });

  test("gives each answer its own nonce, and hands it to Next", async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const { headers, body } = await send({ headers: { "content-security-policy": "script-src 'nonce-mine'" } });
        const policy = String(headers["content-security-policy"]);
        expect(JSON.parse(body)["content-security-policy"]).toBe(policy);
        return /script-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1];
      }),
    );
    expect(nonces[0]).toMatch(/^[A-Za-z0-9+/]{24}$/);
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  test("takes the headers that steer Next from nobody", async () => {
    const steering = {
      "x-middleware-subrequest": "a:a:a",
      "x-invoke-path": "/a",
      "x-matched-path": "/a",
      "x-forwarded-host": "evil.example",
      "next-action": "x",
    };
    const { body } = await send({ headers: { ...steering, rsc: "1" } });
    expect(Object.keys(JSON.parse(body)).filter((name) => name in steering)).toEqual([]);
    expect(JSON.parse(body).rsc).toBe("1");
  });

  test("keeps a refusal's text to its own words", async () => {
    const { body, headers } = await send({
      path: "/api/<img onerror=alert(1)>".replaceAll(" ", "%20"),
      headers: { host: "evil.example" },
    });
    expect(JSON.parse(body)).toEqual({ error: { code: "wrong-host", message: expect.any(String) } });
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
  });
});
