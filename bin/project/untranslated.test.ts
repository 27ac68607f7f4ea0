import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { untranslated } from "./untranslated.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const files = globSync("{app,components}/**/*.tsx", { cwd: root });

test("every text of the page comes from the catalogue", () => {
  expect(files.length).toBeGreaterThan(40);
  expect(files.flatMap((file) => untranslated(file, readFileSync(`${root}/${file}`, "utf8")))).toEqual([]);
});

describe("what counts as a text outside of the catalogue", () => {
  const inside = (jsx: string) => untranslated("a.tsx", `const a = ${jsx};`);

  test("words between tags, with their line", () => {
    expect(inside("<p>\n  Nothing\n  here\n</p>")).toEqual(["a.tsx:2 Nothing here"]);
    expect(inside("<p>尚無資料</p>")).toEqual(["a.tsx:1 尚無資料"]);
  });

  test("literals that an expression may come to", () => {
    expect(inside(`<p>{open ? "shown" : t("key")}</p>`)).toEqual(["a.tsx:1 shown"]);
    expect(inside(`<p>{name ?? "nobody"}</p>`)).toEqual(["a.tsx:1 nobody"]);
    expect(inside(`<p>{\`VLAN \${vlan}\`}</p>`)).toEqual(["a.tsx:1 VLAN"]);
  });

  test("attributes that are read out or shown", () => {
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      expect(inside(`<i ${name}="Close" />`)).toEqual(["a.tsx:1 Close"]);
    }
    expect(inside(`<i title={open ? "Close" : title} />`)).toEqual(["a.tsx:1 Close"]);
  });

  test("no signs, no catalogue calls, no attributes for machines", () => {
    expect(inside(`<p className="quiet" data-state="open" title={t("top.help")}>· {t("top.live")} / ?</p>`)).toEqual(
      [],
    );
    expect(inside(`<p>{kind === "branch" && <b>{id}</b>}</p>`)).toEqual([]);
  });
});
