import { describe, expect, test } from "vitest";
import { rules } from "../diagnosis/register.ts";
import { ignoresOf } from "./config.ts";
import { parseConfig } from "./parse-config.ts";

const mistakesOf = (text: string, overrides: Parameters<typeof parseConfig>[2] = []) => {
  const parsed = parseConfig(text, "trunkscope.yaml", overrides);
  return parsed.ok ? [] : parsed.mistakes.map(({ where, message }) => `${where} ${message}`);
};

describe("the configuration", () => {
  test("is complete without a file", () => {
    const parsed = parseConfig("", "trunkscope.yaml", []);
    expect(parsed.ok && parsed.config).toMatchObject({
      listen: { address: "127.0.0.1", port: 3000, allowedHosts: [], allowNonLoopback: false },
      history: { keepDays: 7, memoryOnly: false },
      clusters: [],
    });
  });

  test("names every mistake at once, each with its line", () => {
    const text = `listen:
  port: "3000"
  adress: 127.0.0.1
history:
  keepDays: -1
clusters:
  - name: Prod
    region: eu-west-1
  - name: a
    vpc: 10.0.0.0/16
    clutser: x
  - name: a
`;
    expect(mistakesOf(text)).toEqual([
      "trunkscope.yaml:2 listen.port invalid input: expected number, received string",
      "trunkscope.yaml:3 listen.adress is not a setting; did you mean address?",
      "trunkscope.yaml:5 history.keepDays too small: expected number to be >0",
      "trunkscope.yaml:7 clusters[0].name must be 1-63 of a-z, 0-9 and -, and start with a letter or digit",
      "trunkscope.yaml:10 clusters[1].vpc must be a VPC id such as vpc-0a1b2c3d",
      "trunkscope.yaml:11 clusters[1].clutser is not a setting; known here: name, region, context, inCluster, kubeconfig, role, vpc, eksName",
      "trunkscope.yaml:12 clusters[2].name repeats a: each cluster needs its own",
    ]);
  });

  test("names a missing key by the line of what lacks it", () => {
    expect(mistakesOf("clusters:\n  - name: a\n  - region: eu-west-1\n")).toEqual([
      "trunkscope.yaml:3 clusters[1].name invalid input: expected string, received undefined",
    ]);
  });

  test("names broken YAML and doubled keys by line", () => {
    expect(mistakesOf("listen:\n  port: 1\n  port: 2\n")[0]).toMatch(/^trunkscope\.yaml:3 /);
    expect(mistakesOf("listen: [\n")[0]).toMatch(/^trunkscope\.yaml:\d /);
    expect(mistakesOf("- a\n- b\n")[0]).toMatch(/^trunkscope\.yaml:1 .*expected object/);
  });

  test("names a variable's mistake by the variable", () => {
    const overrides = [{ path: ["listen", "port"], value: "http", from: "TRUNKSCOPE_PORT" }];
    expect(mistakesOf("listen:\n  port: 3000\n", overrides)).toEqual([
      "TRUNKSCOPE_PORT listen.port invalid input: expected number, received string",
    ]);
  });

  test("refuses an address that others reach, unless told so", () => {
    expect(mistakesOf("listen:\n  address: 0.0.0.0\n")[0]).toMatch(
      /^trunkscope\.yaml:2 .*no login.*allowNonLoopback: true/,
    );
    expect(mistakesOf("listen:\n  address: 0.0.0.0\n  allowNonLoopback: true\n")).toEqual([]);
    expect(mistakesOf('listen:\n  address: "::1"\n')).toEqual([]);
  });

  test("excludes a context for a cluster watched from inside", () => {
    expect(mistakesOf("clusters:\n  - name: a\n    inCluster: true\n    context: b\n")).toEqual([
      "trunkscope.yaml:4 clusters[0].context and inCluster exclude each other",
    ]);
  });
});

describe("what is ignored", () => {
  const until = (text: string) => {
    const parsed = parseConfig(`ignore:\n  - { rule: ${text}, reason: known }`, "trunkscope.yaml", []);
    return parsed.ok ? ignoresOf(parsed.config) : parsed.mistakes.map(({ message }) => message);
  };
  const [known] = rules;

  test("counts to the end of a day, to a moment, or for good", () => {
    const check = known?.id ?? "";
    const base = { check, subject: "*", reason: "known" };
    expect(until(`${check}, until: 2027-03-31`)).toEqual([{ ...base, until: Date.UTC(2027, 3, 1) }]);
    expect(until(`${check}, until: "2027-03-31T12:00:00Z"`)).toEqual([{ ...base, until: Date.UTC(2027, 2, 31, 12) }]);
    expect(until(`${check}, subject: "pod/shop/*"`)).toEqual([{ ...base, subject: "pod/shop/*", until: null }]);
  });

  test("names a check there is, and a moment there is", () => {
    expect(until("no-such-check-at-all")).toEqual(["ignore[0].rule is no check"]);
    expect(until(`${known?.id}x`)).toEqual([`ignore[0].rule is no check; did you mean ${known?.id}?`]);
    expect(until(`${known?.id}, until: 31.3.2027`)).toMatchObject([
      expect.stringContaining("ignore[0].until must be a day"),
    ]);
    expect(until(`${known?.id}, code: ${known?.code}`)).toEqual(["ignore[0] needs a code or a rule, and not both"]);
  });
});

describe("links that the operator defines", () => {
  const read = (links: string) => {
    const parsed = parseConfig(`links:\n${links}`, "trunkscope.yaml", []);
    return parsed.ok ? parsed.config.links : parsed.mistakes.map(({ where, message }) => `${where} ${message}`);
  };

  test("are taken as they are written", () => {
    expect(read("  - { label: Logs, url: 'https://logs.example/?pod={name}', kinds: [pod] }")).toEqual([
      { label: "Logs", url: "https://logs.example/?pod={name}", kinds: ["pod"] },
    ]);
  });

  test("are refused where they lead nowhere safe, each with its line and reason", () => {
    expect(
      read(
        "  - { label: a, url: 'javascript:alert(1)' }\n  - label: b\n    url: https://{name}.example/\n    kind: pod",
      ),
    ).toEqual([
      "trunkscope.yaml:2 links[0].url a link begins with https:// or http://",
      "trunkscope.yaml:4 links[1].url placeholders stand after the host, not in it",
      "trunkscope.yaml:5 links[1].kind is not a setting; did you mean kinds?",
    ]);
    expect(read("  - { label: a, url: 'https://a.example/{pod}', kinds: [trunks] }").join()).toMatch(
      /there is no placeholder \{pod\}; there are cluster, region, .*links\[0\]\.kinds\[0\] /,
    );
  });
});
