import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { configSchema } from "./config.ts";
import { loadConfig, variables } from "./load-config.ts";

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

describe("the example", () => {
  const example = new URL("../../deploy/trunkscope.example.yaml", import.meta.url);

  test("is a configuration without mistakes, and says the defaults", () => {
    const loaded = loadConfig({ directory, environment: {}, file: fileURLToPath(example), flags: [] });
    const plain = loadConfig({ directory, environment: {}, flags: [] });
    if (!loaded.ok || !plain.ok) throw new Error(JSON.stringify(loaded));
    const { clusters, dataDirectory: _, ...rest } = loaded.config;
    expect(rest).toEqual({ ...plain.config, clusters: undefined, dataDirectory: undefined });
    expect(clusters).toEqual([{ name: "shop", region: "eu-west-1", context: "shop-admin" }]);
  });

  test("is described setting by setting", () => {
    const documented = readFileSync(new URL("../../docs/configuration.md", import.meta.url), "utf8");
    const settings = Object.entries(configSchema.shape).flatMap(([key, schema]) => {
      const inner = schema instanceof z.ZodPrefault ? schema.unwrap() : null;
      return inner instanceof z.ZodObject
        ? Object.keys(inner.shape).map((name) => `${key}.${name}`)
        : key === "clusters"
          ? []
          : [key];
    });
    expect(settings.length).toBeGreaterThan(10);
    for (const setting of [...settings, ...Object.keys(variables)]) expect(documented).toContain(`\`${setting}\``);
  });
});
