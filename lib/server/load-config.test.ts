import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadConfig } from "./load-config.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "trunkscope-config-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe("loading the configuration", () => {
  test("flags win over variables, and variables over the file", () => {
    writeFileSync(
      join(directory, "trunkscope.yaml"),
      "listen:\n  port: 1111\n  address: localhost\ndataDirectory: data\n",
    );
    const loaded = loadConfig({
      directory,
      environment: { TRUNKSCOPE_PORT: "2222", TRUNKSCOPE_ADDRESS: "127.0.0.1" },
      flags: [{ path: ["listen", "port"], value: 3333, from: "--port" }],
    });
    expect(loaded).toMatchObject({
      ok: true,
      config: { listen: { port: 3333, address: "127.0.0.1" }, dataDirectory: join(directory, "data") },
    });
  });

  test("a file that was asked for and is not there is a mistake, the usual one is not", () => {
    expect(loadConfig({ directory, environment: {}, flags: [] })).toMatchObject({ ok: true, file: null });
    const loaded = loadConfig({ directory, environment: { TRUNKSCOPE_CONFIG: "nowhere.yaml" }, flags: [] });
    expect(loaded).toMatchObject({ ok: false, mistakes: [{ where: "TRUNKSCOPE_CONFIG" }] });
  });

  test("a flag in words is a mistake of its variable", () => {
    const loaded = loadConfig({ directory, environment: { TRUNKSCOPE_MEMORY_ONLY: "maybe" }, flags: [] });
    expect(loaded).toMatchObject({ ok: false, mistakes: [{ where: "TRUNKSCOPE_MEMORY_ONLY" }] });
  });
});
