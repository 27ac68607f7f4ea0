import { exampleSnapshot } from "../diagram/example.fixture.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Resource } from "../topology/resources.ts";

/** Names that try to be something else than a name, in one of the formats at least. */
export const hostileNames: readonly string[] = [
  "<img src=x onerror=alert(1)>",
  '"]]>',
  "</text></svg><script>alert(1)</script>",
  "`code` ``` ~~~",
  "a|b|c",
  "line\nbreak\r\nand\ttab",
  "\u202egnp.exe\u2066\u200b",
  "p".repeat(253),
  '"] end; A["x"] --> B',
  "end",
  "%%{init: {'theme':'dark'}}%%",
  '<b style="color:red">bold</b><a href="javascript:alert(1)">x</a>',
  "[link](javascript:alert(1)) ![x](http://evil.example/x.png)",
  "https://evil.example/ www.evil.example <https://evil.example>",
  '=HYPERLINK("http://evil.example";"x")',
  "+1+1",
  "-1",
  "@SUM(A1)",
  "\tcell",
  "'quoted",
  "&lt;&amp;&#60; #lt; #35;",
  "# heading\n- item\n> quote\n---",
  "nul\u0000bell\u0007escape\u001b[31m",
  "half\ud800",
  "表情 🦈 ünï",
  "$(touch x) `touch x` ; rm -rf / && x",
  "%name% {{name}}",
  "",
  " ",
];

/** A cluster where everything that others may name has one of those names; each pod another one. */
export function hostileSnapshot(): Snapshot {
  const all = hostileNames.join(" ");
  const snapshot = exampleSnapshot({ nodes: 6, oddities: true });
  let next = 0;
  const name = () => hostileNames[next++ % hostileNames.length] as string;
  const rename = (resource: Resource): Resource => {
    switch (resource.kind) {
      case "instance":
        return { ...resource, nodeName: name(), zone: name(), instanceType: name(), nodeGroup: name() };
      case "pod":
        return { ...resource, namespace: "ns", name: name(), status: name(), serviceAccount: name() };
      case "securityGroup":
        return { ...resource, name: name(), description: all };
      case "branch":
      case "trunk":
      case "interface":
        return { ...resource, description: all };
      default:
        return resource;
    }
  };
  return {
    ...snapshot,
    cluster: all,
    region: '"><script>',
    about: all,
    resources: snapshot.resources.map(rename),
    filled: { [all]: all },
    freshness: {
      ...snapshot.freshness,
      pods: { readAt: snapshot.at - 240_000, count: 3, failure: { code: "<b>", message: all } },
    },
  };
}
