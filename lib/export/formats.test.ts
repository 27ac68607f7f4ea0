import { describe, expect, test } from "vitest";
import { exampleSnapshot } from "../diagram/example.fixture.ts";
import { snapshot as snapshotSchema } from "../snapshot/snapshot.ts";
import type { Pod } from "../topology/resources.ts";
import { hostileSnapshot } from "./hostile.fixture.ts";
import { exportAs, type FormatName, formatNames } from "./index.ts";
import { viewOf } from "./picture.fixture.ts";
import { type Element, elementsOf, parseXml, textOf } from "./strict.fixture.ts";
import { visible } from "./text.ts";

const hostile = hostileSnapshot();
const podNames = hostile.resources.filter((one): one is Pod => one.kind === "pod").map(({ name }) => `ns/${name}`);

function written(format: FormatName, snapshot = hostile, view = {}): string {
  return exportAs(format, snapshot, viewOf(snapshot, view)).content;
}

/** An element and everything below it; HTML without its doctype is XML here. */
function elements(text: string): Element[] {
  return [...elementsOf(parseXml(text.replace("<!doctype html>\n", "")))];
}

describe("every export", () => {
  test.each(formatNames)("%s says Trunkscope, cluster, moment, filter, data age and what was filled in", (format) => {
    const snapshot = {
      ...exampleSnapshot({ nodes: 3, at: Date.UTC(2026, 2, 2, 9) }),
      filled: { "a/b": "for the test" },
    };
    const shown = new Set(snapshot.resources.filter(({ kind }) => kind === "branch").map(({ id }) => id));
    const text = written(format, snapshot, { shown, query: "kind-branch" });
    const count = `${shown.size} of ${snapshot.resources.length}`;
    const says =
      format === "json"
        ? [`"shown":${shown.size},"of":${snapshot.resources.length}`, "ageSeconds"]
        : [count, "Data age"];
    const escaped = format === "markdown" ? "a/b" : "for the test";
    for (const word of ["Trunkscope", snapshot.cluster, "2026-03-02T09:00:00.000Z", "kind-branch", escaped, ...says]) {
      expect(text).toContain(word);
    }
  });

  test.each(formatNames)("%s of the same snapshot is the same, in whatever order its resources come", (format) => {
    const snapshot = exampleSnapshot({ nodes: 4, oddities: true });
    const turned = { ...snapshot, resources: [...snapshot.resources].reverse() };
    expect(written(format, turned)).toBe(written(format, snapshot));
  });

  test.each(formatNames)("%s of an empty cluster is written", (format) => {
    const snapshot = { ...exampleSnapshot({ nodes: 0 }), resources: [] };
    expect(written(format, snapshot)).toContain("Trunkscope");
  });

  test("its file name is one that every file system takes", () => {
    const { name, type } = exportAs("csv", { ...hostile, cluster: "../../etc/passwd\u0000" }, viewOf(hostile));
    expect(name).toMatch(/^etc-passwd-\d{8}T\d{6}Z\.csv$/);
    expect(type).toBe("text/csv;charset=utf-8");
  });
});

describe("JSON", () => {
  test("is the snapshot of what is shown, name for name", () => {
    const read = JSON.parse(written("json"));
    const byId = new Map(hostile.resources.map((resource) => [resource.id, resource]));
    expect(read.resources.length).toBe(hostile.resources.length);
    for (const resource of read.resources) expect(resource).toEqual(byId.get(resource.id));
    expect(snapshotSchema.parse(read).cluster).toBe(hostile.cluster.toWellFormed() && read.cluster);
  });

  test("a filter leaves only what matches", () => {
    const shown = new Set([hostile.resources[0]?.id ?? ""]);
    expect(JSON.parse(written("json", hostile, { shown })).resources).toEqual([hostile.resources[0]]);
  });
});

describe("SVG", () => {
  const known = new Set(["svg", "title", "desc", "style", "defs", "pattern", "path", "rect", "circle", "g", "text"]);

  test("hostile names are texts in it, and nothing else came in", () => {
    const all = elements(written("svg"));
    const texts = new Set(all.filter(({ name }) => name === "text" || name === "title").map((one) => ownText(one)));
    for (const name of podNames) expect([...texts].some((text) => text.includes(visible(name.slice(3))))).toBe(true);
    expect(all.filter(({ name }) => !known.has(name))).toEqual([]);
    const attributes = all.flatMap((one) => Object.entries(one.attributes));
    expect(attributes.filter(([name]) => /^on|href|^style$/i.test(name))).toEqual([]);
    expect(attributes.filter(([, value]) => /url\((?!#)|:\/\//.test(value) && value !== svgNamespace)).toEqual([]);
  });

  test("it has a size, so that a bitmap can be made of it, and shows every instance, trunk and held slot", () => {
    const snapshot = exampleSnapshot({ nodes: 5, oddities: true });
    const text = written("svg", snapshot);
    expect(text).not.toMatch(/NaN|undefined/);
    const [root] = elements(text);
    expect(Number(root?.attributes["width"])).toBeGreaterThan(0);
    expect(root?.attributes["viewBox"]).toBe(`0 0 ${root?.attributes["width"]} ${root?.attributes["height"]}`);
    for (const { kind, id } of snapshot.resources) {
      if (kind === "instance" || kind === "trunk" || kind === "branch") expect(text).toContain(id);
    }
  });

  test("a filter dims what does not match and moves nothing", () => {
    const snapshot = exampleSnapshot({ nodes: 3 });
    const branch = snapshot.resources.find(({ kind }) => kind === "branch");
    const all = written("svg", snapshot);
    const filtered = written("svg", snapshot, { shown: new Set([branch?.id ?? ""]), query: "one" });
    const bright = elements(filtered).find((one) => one.attributes["transform"] && ownText(one) && !dim(one));
    const places = (text: string) => [...text.matchAll(/<g transform="translate\([^"]*"/g)].map(([place]) => place);
    expect(places(filtered)).toEqual(places(all));
    expect(bright).toBeDefined();
    expect(all).not.toContain('class="dim"');
    const lit = elements(filtered)
      .filter((one) => dim(one))
      .flatMap((one) => [...elementsOf(one)]);
    expect(lit.some((one) => one.name === "text" && textOf(one) === branch?.id)).toBe(false);
  });

  test.each([
    ["light", /prefers-color-scheme/, false],
    ["dark", /prefers-color-scheme/, false],
    ["auto", /@media screen and \(prefers-color-scheme: dark\)/, true],
  ] as const)("the %s theme asks the reader's setting: %s %s", (theme, media, expected) => {
    expect(media.test(written("svg", exampleSnapshot({ nodes: 1 }), { theme }))).toBe(expected);
  });

  test("past a size it draws cells, then marks without numbers", () => {
    const lengths = [100, 200, 1_100].map((nodes) => written("svg", exampleSnapshot({ nodes })).length / nodes);
    expect(lengths[1]).toBeLessThan(lengths[0] as number);
    expect(lengths[2]).toBeLessThan(lengths[1] as number);
  });
});

describe("draw.io", () => {
  test("hostile names are plain labels of shapes that lie in one another, joined by edges with VLANs", () => {
    const all = elements(written("drawio"));
    const labels = new Set(all.map(({ attributes }) => attributes["label"]?.split("\n")[0]));
    for (const name of podNames) expect(labels).toContain(visible(name));
    const cells = all.filter(({ name }) => name === "mxCell");
    expect(cells.filter(({ attributes }) => attributes["style"] && !/html=0;/.test(attributes["style"]))).toEqual([]);

    const ids = all.map(({ attributes }) => attributes["id"]).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^\w+$/.test(id))).toEqual([]);
    const known = new Set(ids);
    for (const { attributes } of cells) {
      for (const end of ["parent", "source", "target"]) expect(known.has(attributes[end] ?? "0")).toBe(true);
    }
    expect(cells.some(({ attributes }) => /^VLAN \d+$/.test(attributes["value"] ?? ""))).toBe(true);
  });

  test("a pod stands right of its branch, that right of its trunk, inside its instance, inside its zone", () => {
    const snapshot = exampleSnapshot({ nodes: 2 });
    const all = elements(written("drawio", snapshot));
    const objects = new Map(all.filter(({ name }) => name === "object").map((one) => [one.attributes["id"], one]));
    const cell = (one: Element | undefined) => one?.children.find((child) => typeof child === "object") as Element;
    const kind = (id: string | undefined) => objects.get(id)?.attributes["trunkscope-kind"];
    const edges = all.filter(({ attributes }) => attributes["edge"] === "1").map(({ attributes }) => attributes);
    const chain = edges.find((edge) => kind(edge["source"]) === "branch" && kind(edge["target"]) === "pod");
    const up = edges.find((edge) => edge["target"] === chain?.["source"]);
    const instance = cell(objects.get(chain?.["source"])).attributes["parent"];
    expect([kind(up?.["source"]), kind(instance), kind(cell(objects.get(instance)).attributes["parent"])]).toEqual([
      "trunk",
      "instance",
      "zone",
    ]);
    const x = (id: string | undefined) =>
      Number((cell(objects.get(id)).children[0] as Element | undefined)?.attributes["x"]);
    expect(x(up?.["source"])).toBeLessThan(x(chain?.["source"]));
    expect(x(chain?.["source"])).toBeLessThan(x(chain?.["target"]));
  });
});

describe("Mermaid", () => {
  const label = String.raw`"(?:[\p{L}\p{N} .,/:()-]|#\d+;|<br/>)*"`;
  const grammar = new RegExp(
    [
      "flowchart LR",
      String.raw` +%% (?:[\p{L}\p{N} .,/:()-]|#\d+;)*`,
      ` +subgraph n\\d+\\[${label}\\]`,
      " +end",
      ` +\\w+\\[${label}\\]`,
      ` +n\\d+\\(\\[${label}\\]\\)`,
      ` +n\\d+ ---(?:\\|${label}\\|)? n\\d+`,
      " +classDef [a-z]+ [a-z0-9#:,-]+",
      " +class [a-z0-9,]+ [a-z]+",
    ].join("$|^"),
    "u",
  );

  test("every line is one of a few kinds, and the labels read back as names", () => {
    const text = written("mermaid");
    const lines = text.trimEnd().split("\n");
    expect(lines.filter((line) => !new RegExp(`^${grammar.source}$`, "u").test(line))).toEqual([]);
    const labels = [...text.matchAll(/\["([^"]*)"\]/g)].map(([, inside = ""]) =>
      inside.replace(/<br\/>.*$/, "").replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))),
    );
    for (const name of podNames.slice(0, 12)) expect(labels).toContain(visible(name));
  });

  test("it stays within what Mermaid draws by default and says what was left out", () => {
    const text = written("mermaid", exampleSnapshot({ nodes: 300 }));
    expect(text.length).toBeLessThan(50_000);
    expect(text.match(/ ---/g)?.length).toBeLessThan(500);
    expect(text).toMatch(/Left out for size: [\d,a-z ]*branches/);
  });
});

describe("reports", () => {
  test("Markdown tables keep their shape, and names in them are text", () => {
    const lines = written("markdown").split("\n");
    const blocks = Map.groupBy(lines.filter((line) => line.startsWith("|")).entries(), ([index]) => index);
    expect(blocks.size).toBeGreaterThan(20);
    expect(lines.filter((line) => !/^(# |## |\||$|[A-Z])/.test(line))).toEqual([]);
    expect(lines.filter((line) => /[<>`*_[\]\\]/.test(line))).toEqual([]);
    let width = 0;
    for (const line of lines) {
      const cells = line.split("|").length;
      if (line.startsWith("|") && width > 0) expect(cells).toBe(width);
      width = line.startsWith("|") ? cells : 0;
    }
  });

  test("the page has the names as text, no script, no handler, no address, and a policy that forbids them", () => {
    const all = elements(written("html"));
    const texts = all
      .filter(({ name }) => name === "bdi")
      .map(textOf)
      .join("\n");
    expect(texts).toContain(visible("<img src=x onerror=alert(1)>"));
    expect(texts).toContain(visible("\u202egnp.exe\u2066\u200b"));
    expect(all.filter(({ name }) => /^(script|img|a|iframe|link|svg|object)$/.test(name))).toEqual([]);
    const attributes = all.flatMap((one) => Object.keys(one.attributes));
    expect(attributes.filter((name) => /^on|href|src|^style$/.test(name))).toEqual([]);
    const policy = all.find((one) => one.attributes["http-equiv"] === "Content-Security-Policy");
    expect(policy?.attributes["content"]).toContain("default-src 'none'");
  });

  test("trunks come with the least room first, waiting pods and orphans by name", () => {
    const snapshot = exampleSnapshot({ nodes: 6, oddities: true });
    const text = written("markdown", snapshot);
    const [, table = ""] = text.split("## Trunks, least room first");
    const free = [...(table.split("\n## ")[0] ?? "").matchAll(/\| (\d+) \|$/gm)].map(([, count]) => Number(count));
    expect(free.length).toBeGreaterThan(2);
    expect(free).toEqual([...free].sort((a, b) => a - b));
    for (const resource of snapshot.resources) {
      if (resource.kind === "pod" && resource.waitsForBranch) expect(text).toContain(`${resource.name} | a branch`);
      if (resource.kind === "branch" && resource.state === "orphan") expect(text).toContain(`${resource.id} | orphan`);
    }
  });
});

const svgNamespace = "http://www.w3.org/2000/svg";

function dim({ attributes }: Element): boolean {
  return attributes["class"] === "dim";
}

function ownText({ children }: Element): string {
  return children.filter((child) => typeof child === "string").join("");
}
