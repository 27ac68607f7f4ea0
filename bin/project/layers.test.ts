import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { layers } from "./layers.ts";
import { picture } from "./picture.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A small project in which every import but one breaks a rule. */
const files: Readonly<Record<string, string>> = {
  "lib/recording/item.ts": "export type Item = string;\n",
  "lib/sources/source.ts": 'import type { Item } from "../recording/item.ts";\nexport type Source = Item;\n',
  "lib/topology/by-type.ts": 'import type { Source } from "../sources/source.ts";\nexport type A = Source;\n',
  "lib/topology/by-value.ts": 'import { readFileSync } from "node:fs";\nexport const read = readFileSync;\n',
  "lib/diagram/by-react.ts": 'import { useState } from "react";\nexport const state = useState;\n',
  "lib/server/by-client.ts": 'import type { V1Pod } from "@kubernetes/client-node";\nexport type Pod = V1Pod;\n',
  "lib/history/one.ts": 'import type { Two } from "./two.ts";\nexport type One = Two[];\n',
  "lib/history/two.ts": 'import type { One } from "./one.ts";\nexport type Two = One[];\n',
  "components/by-server.ts": 'import type { Pod } from "../lib/server/by-client.ts";\nexport type B = Pod;\n',
  "bin/by-lab.ts": 'import { faults } from "../e2e/lab/faults.ts";\nexport const none = faults;\n',
  "e2e/lab/faults.ts": "export const faults = [];\n",
};

describe("the architecture check", () => {
  let folder = "";
  let found = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "layers-"));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    for (const path of [
      ".dependency-cruiser.js",
      "package.json",
      "tsconfig.json",
      "bin/project/layers.ts",
      "bin/project/typescript-6.js",
    ]) {
      cpSync(join(root, path), join(folder, path));
    }
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const cruiser = ["node_modules/dependency-cruiser/bin/dependency-cruiser.mjs", "bin", "components", "e2e", "lib"];
    const check = spawnSync(process.execPath, ["--import=./bin/project/typescript-6.js", ...cruiser], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
    found = check.stdout;
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ["a type of a folder that the table does not allow", "topology-imports: lib/topology/by-type.ts"],
    ["a node: module in a pure folder", "pure-no-node: lib/topology/by-value.ts"],
    ["React in a pure folder", "pure-libraries: lib/diagram/by-react.ts"],
    ["a client outside of lib/sources, even as a type", "clients-only-in-sources: lib/server/by-client.ts"],
    ["a cycle of types", "no-cycles: lib/history/one.ts"],
    ["the server in a component", "components-imports: components/by-server.ts"],
    ["the lab in what runs", "nothing-needs-the-lab: bin/by-lab.ts"],
  ])("finds %s", (_, violation) => {
    expect(found).toContain(`error ${violation}`);
  });

  test("allows what the table allows", () => {
    expect(found).not.toContain("error sources-imports");
  });
});

describe("the layer table", () => {
  test("names only folders that have a row of their own", () => {
    const folders = layers.map(({ folder }) => folder);
    const named = layers.flatMap(({ mayImport }) => (mayImport === "anything" ? [] : mayImport));
    expect(named.filter((folder) => !folders.includes(folder))).toEqual([]);
  });

  test("lets pure folders import pure folders only", () => {
    const pure = layers.filter(({ kind }) => kind === "pure");
    const folders = pure.map(({ folder }) => folder);
    expect(pure.flatMap(({ mayImport }) => [...mayImport]).filter((folder) => !folders.includes(folder))).toEqual([]);
  });
});

describe("the picture", () => {
  test("leaves out an arrow that a path of arrows already tells", () => {
    const drawn = picture([
      { folder: "lib/a", kind: "pure", mayImport: [], reason: "" },
      { folder: "lib/b", kind: "pure", mayImport: ["lib/a"], reason: "" },
      { folder: "lib/c", kind: "io", mayImport: ["lib/a", "lib/b"], reason: "" },
    ]);
    expect(drawn).toContain("c --> b");
    expect(drawn).not.toContain("c --> a");
  });
});
