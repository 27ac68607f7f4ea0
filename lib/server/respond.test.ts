import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Hub, setHub, TroubleError } from "./hub.ts";
import { clusterNamed, json, respond } from "./respond.ts";
import { scriptedCluster } from "./testing/port.ts";

const address = "http://127.0.0.1:3000/api/clusters/shop/snapshot?at=1";
let logged: { readonly level: string; readonly facts: object; readonly message: string }[];

beforeEach(() => {
  logged = [];
  const note = (level: string) => (facts: object, message: string) => void logged.push({ level, facts, message });
  const hub: Hub = {
    clusters: () => [],
    cluster: (name) => (name === "shop" ? scriptedCluster().port : null),
    allowedHosts: ["127.0.0.1:3000"],
    startedAt: 0,
    log: { info: note("info"), warn: note("warn"), error: note("error") },
    links: [],
    checkPage: async () => null,
    streams: { open: 0 },
  };
  setHub(hub);
});
afterEach(() => setHub(undefined));

function ask(headers: Readonly<Record<string, string>> = {}, url = address): Request {
  return new Request(url, { headers: { host: "127.0.0.1:3000", ...headers } });
}

describe("a request", () => {
  test("that may pass is handled with its parameters, and logged without them", async () => {
    const response = await respond(ask(), async ({ parameters }) => json({ at: parameters.get("at") }));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ at: "1" });
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(logged).toMatchObject([{ level: "info", facts: { path: "/api/clusters/shop/snapshot", status: 200 } }]);
  });

  test.each([
    [{ host: "evil.example" }, 421, "wrong-host"],
    [{ origin: "http://evil.example" }, 403, "other-site"],
    [{ "sec-fetch-site": "cross-site" }, 403, "other-site"],
  ])("with %o is refused before it is handled", async (headers, status, code) => {
    let isHandled = false;
    const response = await respond(ask(headers), async () => {
      isHandled = true;
      return json({});
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
    expect(isHandled).toBe(false);
  });
});

describe("trouble", () => {
  test.each([
    ["bad-request", 400, null],
    ["out-of-span", 404, null],
    ["restarting", 503, "5"],
    ["store-in-use", 503, "5"],
    ["unusable-recording", 422, null],
    ["something-new", 500, null],
  ])("%s is answered %i with its code", async (code, status, retryAfter) => {
    const response = await respond(ask(), () => Promise.reject(new TroubleError({ code, message: "Say so." })));
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: { code, message: "Say so." } });
    expect(response.headers.get("retry-after")).toBe(retryAfter);
  });

  test("of a name nobody has is a 404 that repeats nothing of the name", async () => {
    const name = "<script>";
    const response = await respond(ask(), async () => json(clusterNamed(name).summary));
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain(name);
    expect((await respond(ask(), async () => json(clusterNamed("shop").summary))).status).toBe(200);
  });

  test("that is a bug says nothing of itself to the reader, and everything to the log", async () => {
    const response = await respond(ask(), () => Promise.reject(new Error("secret detail")));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret detail");
    expect(JSON.stringify(logged)).toContain("secret detail");
  });
});
