import { describe, expect, test } from "vitest";
import { compared, seed, told } from "./host.fixture.ts";
import { printIpLink } from "./parse/ip-link.ts";
import { printIpRoute } from "./parse/ip-route.ts";
import { pathOf } from "./path.ts";
import { readHost } from "./read-host.ts";

const shown = [
  "confirmed vlan.eth.1@eth1 link/ether 02:b0:01:6c:b5:79 vlan id 1",
  "confirmed vlanafd4c544f81",
  "confirmed 192.168.0.1 dev vlan.eth.1 table 101 scope link",
  "confirmed default via 192.168.0.1 dev vlan.eth.1 table 101",
  "confirmed 192.168.26.162 dev vlanafd4c544f81 table 101 scope link",
  "confirmed eth1 link/ether 02:27:6e:aa:23:15",
  "confirmed 192.168.0.1 dev eth1 table 3 scope link",
  "confirmed default via 192.168.0.1 dev eth1 table 3",
];

describe("the published cluster, with what its author pasted of the node", () => {
  const { reading, comparison, findings } = compared(seed.observation, [seed.addresses, seed.routes], seed.instance);

  test("both outputs are understood to the last line", () => {
    expect(reading.parts.map(({ what, count }) => [what, count])).toEqual([
      ["ip-link", 5],
      ["ip-route", 40],
    ]);
    expect(reading.notUnderstood).toEqual([]);
  });

  test("every expected link, route and table of default/aws-cli is confirmed", () => {
    expect(told(comparison).filter((line) => !line.startsWith("not-observed"))).toEqual(shown);
  });

  test("what was not pasted stays open, and nothing is surplus, wrong or found", () => {
    const open = told(comparison).filter((line) => line.startsWith("not-observed"));
    expect(open.every((line) => /lookup|net\.ipv|local/.test(line))).toBe(true);
    expect({ surplus: comparison.surplus, findings }).toEqual({ surplus: [], findings: [] });
  });

  test("the name of the veth says that the Pod was set up in strict mode, which no API could", () => {
    expect(comparison.pods[0]?.mode).toMatchObject({ mode: "strict", by: "host", declared: null });
  });

  test("each confirmed line names the line that says so", () => {
    const path = pathOf("pod/default/aws-cli", comparison, findings);
    const table = path?.hops.find(({ name }) => name === "route-table")?.lines;
    expect(table?.map(({ evidence }) => evidence[0])).toEqual([
      { file: "ip-route-show-table-all.txt", number: 4, text: "192.168.0.1 dev vlan.eth.1 table 101 scope link" },
      { file: "ip-route-show-table-all.txt", number: 3, text: "default via 192.168.0.1 dev vlan.eth.1 table 101" },
      {
        file: "ip-route-show-table-all.txt",
        number: 5,
        text: "192.168.26.162 dev vlanafd4c544f81 table 101 scope link",
      },
    ]);
  });

  test("`ip a` shows no VLAN id, so that the device is confirmed without it", () => {
    const [device] = comparison.pods[0]?.lines ?? [];
    expect(device).toMatchObject({ verdict: "confirmed", notShown: ["vlan"] });
  });
});

test("the same pasted as one text with prompts between gives the same", () => {
  const prompt = "[ec2-user@ip-192-168-31-166 ~]$";
  const text = `${prompt} ip a\n${seed.addresses.text}${prompt} ip route show table all\n${seed.routes.text}\n上述資訊可以知道:\n`;
  const { reading, comparison, findings } = compared(seed.observation, [{ name: "pasted", text }], seed.instance);
  expect(told(comparison).filter((line) => !line.startsWith("not-observed"))).toEqual(shown);
  expect({ surplus: comparison.surplus, findings }).toEqual({ surplus: [], findings: [] });
  expect(reading.notUnderstood).toEqual([{ file: "pasted", number: 70, text: "上述資訊可以知道:" }]);
});

test("what was read of both outputs prints and reads again as the same", () => {
  const { links, routes } = readHost([seed.addresses, seed.routes]).state;
  const text = [...links.map(printIpLink), ...routes.map(printIpRoute)].join("\n");
  const again = readHost([{ name: "again", text }]).state;
  const bare = (all: readonly object[]) => all.map((one) => ({ ...one, lines: [] }));
  expect([bare(again.links), bare(again.routes)]).toEqual([bare(links), bare(routes)]);
});

test("without any output of the node, both modes are expected and nothing is observed", () => {
  const { comparison } = compared(seed.observation, [], seed.instance);
  expect(told(comparison).every((line) => line.startsWith("not-observed"))).toBe(true);
  expect(told(comparison)).toContain("not-observed vlanafd4c544f81");
  expect(told(comparison)).toContain("not-observed eniafd4c544f81");
  expect(told(comparison)).toContain("not-observed 1536: from 192.168.26.162 lookup 101");
});
