import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get, request as send } from "node:http";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { start } from "./server.ts";

/** One of each kind of answer: pages, routes, a stream, files, and what is not there. */
const paths = [
  "/",
  "/clusters/ironman-2022",
  "/clusters/nobody",
  "/api/health",
  "/api/clusters",
  "/api/clusters/ironman-2022/snapshot",
  "/api/clusters/ironman-2022/stream",
  "/api/clusters/ironman-2022/timeline",
  "/api/clusters/ironman-2022/recording",
  "/recordings/ironman-2022.ndjson",
  "/_next/static/nothing.js",
  "/nothing",
];

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Sends exactly these headers, which a browser would not let a test do. */
function ask(base: string, path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    const outgoing = send({ hostname, port, path, method, headers, agent: false }, (response) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
      response.destroy();
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

test("every answer carries the safety headers, errors and static files included", async ({ baseURL }) => {
  for (const path of paths) {
    const { headers } = await ask(baseURL ?? "", path);
    expect(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(headers["content-security-policy"], path).toMatch(
      /^default-src 'none'; script-src 'self' 'nonce-[^']+'; .*frame-ancestors 'none'; base-uri 'none'; form-action 'none'$/,
    );
    expect(headers["x-powered-by"], path).toBeUndefined();
  }
});

test("every path refuses a foreign Host, Origin and site", async ({ baseURL }) => {
  const host = new URL(baseURL ?? "").host;
  const { port } = new URL(baseURL ?? "");
  for (const path of paths) {
    for (const name of ["evil.example", `evil.example:${port}`, "localhost", `127.0.0.1.nip.io:${port}`]) {
      expect((await ask(baseURL ?? "", path, { host: name })).status, `${name} ${path}`).toBe(421);
    }
    for (const origin of ["http://evil.example", "null", `http://localhost:${Number(port) + 1}`]) {
      expect((await ask(baseURL ?? "", path, { host, origin })).status, `${origin} ${path}`).toBe(403);
    }
    for (const site of ["cross-site", "same-site"]) {
      const headers = { host, "sec-fetch-site": site, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" };
      expect((await ask(baseURL ?? "", path, headers)).status, `${site} ${path}`).toBe(403);
    }
  }
});

test("nothing is written: other methods and bodies are refused", async ({ baseURL }) => {
  for (const path of paths) {
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      expect((await ask(baseURL ?? "", path, {}, method)).status, `${method} ${path}`).toBe(405);
    }
    expect((await ask(baseURL ?? "", path, { "content-length": "1" })).status, path).toBe(413);
  }
  expect((await ask(baseURL ?? "", "/", { "next-action": "0".repeat(40) }, "POST")).status).toBe(405);
});

test("sizes are bounded: addresses, headers, and garbage instead of a request", async ({ baseURL }) => {
  expect((await ask(baseURL ?? "", `/${"x".repeat(5_000)}`)).status).toBe(414);
  const { hostname, port } = new URL(baseURL ?? "");
  for (const text of [
    `GET / HTTP/1.1\r\nX: ${"x".repeat(20_000)}\r\n\r\n`,
    "\u0000\u0001 garbage\r\n\r\n",
    "GET / HTTP/1.1\r\nHost",
  ]) {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write(text));
      socket.on("data", (data) => expect(String(data)).toMatch(/^HTTP\/1\.1 4\d\d /));
      socket.on("close", () => resolve());
      socket.on("error", () => resolve());
      setTimeout(() => socket.destroy(), 500);
    });
  }
  expect((await ask(baseURL ?? "", "/api/health")).status).toBe(200);
});

test("recordings are found by name alone", async ({ baseURL }) => {
  for (const name of [
    "..%2f..%2fpackage",
    "%2e%2e",
    "ironman-2022.ndjson",
    "IRONMAN-2022",
    "%00",
    "ironman-2022%00",
    "__proto__",
    "a".repeat(300),
  ]) {
    const { status } = await ask(baseURL ?? "", `/api/clusters/${name}/snapshot`);
    expect([400, 404], name).toContain(status);
  }
});

test("the policy holds in a browser, and each answer has its own nonce", async ({ page, baseURL }) => {
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  const nonces = new Set<string>();
  for (const path of ["/", "/clusters/ironman-2022", "/clusters/living", "/nothing"]) {
    const response = await page.goto(path);
    nonces.add(/'nonce-([^']+)'/.exec(response?.headers()["content-security-policy"] ?? "")?.[1] ?? "");
  }
  await page.goto("/clusters/living");
  await expect(page.getByText("living").first()).toBeVisible();
  expect(violations).toEqual([]);
  expect(nonces.size).toBe(4);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.injected = true";
    document.body.append(script);
    return "injected" in window;
  });
  expect(ran).toBe(false);
  const framed = await page.context().newPage();
  const refused = framed.waitForEvent("console", (message) => /frame-ancestors|X-Frame-Options/i.test(message.text()));
  await framed.setContent(`<iframe src="${baseURL}/clusters/living"></iframe>`);
  await refused;
  expect(framed.frames()[1]?.url() ?? "chrome-error:").not.toContain("/clusters/living");
});

test.describe("a server of its own", () => {
  test("listens on loopback alone", async () => {
    const server = start(["--demo", "--port", "0"]);
    const { hostname, port } = new URL(await server.url);
    expect(hostname).toBe("127.0.0.1");
    const others = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    for (const { address } of others.filter(({ internal, family }) => !internal && family === "IPv4")) {
      const outcome = await new Promise((resolve) => {
        get({ host: address, port, timeout: 2_000 }, () => resolve("answered"))
          .on("error", () => resolve("refused"))
          .on("timeout", () => resolve("refused"));
      });
      expect(outcome, address).toBe("refused");
    }
    expect(await server.stop()).toBe(0);
  });

  test("refuses an address that others reach, and says why", async () => {
    for (const address of ["0.0.0.0", "::", "192.0.2.1"]) {
      const server = start(["--demo", "--port", "0", "--host", address]);
      expect(await server.ended, address).toBe(2);
      expect(server.said(), address).toMatch(/--host: listen\.address .*no login.*allowNonLoopback/);
    }
  });

  test("says that a port is taken, and leaves", async () => {
    const first = start(["--demo", "--port", "0"]);
    const { port } = new URL(await first.url);
    const second = start(["--demo", "--port", port]);
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`port ${port} of 127.0.0.1 is taken`);
    await first.stop();
  });

  test("shows hostile names as text, and makes no link of other schemes", async ({ page }) => {
    const directory = mkdtempSync(join(tmpdir(), "trunkscope-hostile-"));
    const evil = `<img src=x onerror="window.injected=1">`;
    const pod = (name: string) => ({
      namespace: "default",
      name,
      uid: name,
      labels: { a: evil },
      annotations: { "vpc.amazonaws.com/pod-eni": `[{"eniId":"${"javascript:window.injected=1"}","vlanId":1}]` },
      conditions: [],
      containers: [{ name: evil, image: "javascript:window.injected=1" }],
      nodeName: "node",
      phase: "Running",
    });
    const pods = Object.fromEntries(
      [evil, "x".repeat(253), "</script><script>window.injected=1</script>"].map((name) => [
        `default/${name}`,
        pod(name),
      ]),
    );
    const lines = [
      { format: "trunkscope-recording", version: 1, cluster: "hostile", about: evil },
      {
        at: 1000,
        items: { pods, subnets: { "subnet-1": { id: "subnet-1", tags: { Name: evil } } } },
        readAt: { pods: 1000 },
      },
    ];
    writeFileSync(join(directory, "hostile.ndjson"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    const server = start(["--demo", "--port", "0"], { TRUNKSCOPE_RECORDINGS: directory });
    try {
      const base = await server.url;
      for (const path of ["/", "/clusters/hostile"]) {
        await page.goto(base + path);
        await page.waitForLoadState("networkidle").catch(() => undefined);
        expect(await page.evaluate(() => "injected" in window), path).toBe(false);
        expect(await page.locator("img[src=x]").count(), path).toBe(0);
        const links = await page
          .locator("a[href]")
          .evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).protocol));
        expect(
          links.filter((protocol) => !["http:", "https:"].includes(protocol)),
          path,
        ).toEqual([]);
      }
      const snapshot = await (await fetch(`${base}/api/clusters/hostile/snapshot`)).json();
      expect(snapshot.resources.filter((resource: { kind: string }) => resource.kind === "pod")).toHaveLength(3);
    } finally {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
