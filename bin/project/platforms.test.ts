import { describe, expect, test } from "vitest";
import { completeLock, type Lock, missingFrom, platformOf } from "./platforms.ts";

const lock: Lock = {
  packages: {
    "": {},
    "node_modules/@biomejs/biome": {
      version: "2.6.8",
      dev: true,
      optionalDependencies: { "@biomejs/cli-linux-x64": "2.6.8", "@biomejs/cli-darwin-arm64": "2.6.8" },
    },
    "node_modules/@biomejs/cli-linux-x64": { version: "2.6.8", optional: true },
    "node_modules/watcher": { version: "1.0.0" },
    "node_modules/watcher/node_modules/poller": {
      version: "1.0.0",
      optionalDependencies: { fsevents: "~2.3.3" },
    },
    "node_modules/watcher/node_modules/fsevents": { version: "2.3.3", optional: true },
  },
};

describe("a lock file", () => {
  test("lacks the optional dependencies that no folder on the way up holds", () => {
    expect(missingFrom(lock)).toEqual([
      { parent: "node_modules/@biomejs/biome", name: "@biomejs/cli-darwin-arm64", version: "2.6.8" },
    ]);
  });

  test("is complete afterwards, with what the registry knows before what the name tells", () => {
    const byName = completeLock(lock, () => undefined);
    const byRegistry = completeLock(lock, () => ({ os: ["darwin"], cpu: ["arm64", "x64"] }));
    expect(missingFrom(byName)).toEqual([]);
    expect(byName.packages["node_modules/@biomejs/cli-darwin-arm64"]).toEqual({
      version: "2.6.8",
      os: ["darwin"],
      cpu: ["arm64"],
      dev: true,
      optional: true,
    });
    expect(byRegistry.packages["node_modules/@biomejs/cli-darwin-arm64"]?.cpu).toEqual(["arm64", "x64"]);
  });
});

describe("a package's name", () => {
  test.each([
    ["@next/swc-win32-arm64-msvc", { os: ["win32"], cpu: ["arm64"] }],
    ["@next/swc-linux-x64-musl", { os: ["linux"], cpu: ["x64"], libc: ["musl"] }],
    ["@oxc-parser/binding-linux-arm-musleabihf", { os: ["linux"], cpu: ["arm"], libc: ["musl"] }],
    ["@oxc-parser/binding-android-arm-eabi", { os: ["android"], cpu: ["arm"] }],
    ["@tailwindcss/oxide-wasm32-wasi", { cpu: ["wasm32"] }],
  ])("tells the platform of %s", (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });

  test("that tells no platform is refused", () => {
    expect(() => platformOf("left-pad")).toThrow("does not tell its platform");
  });
});
