import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seed } from "./host.fixture.ts";
import { readHost } from "./read-host.ts";

function read(text: string, name = "x") {
  const reading = readHost([{ name, text }]);
  return {
    ...reading,
    open: reading.notUnderstood.map(({ text }) => text),
    whats: reading.parts.map(({ what }) => what),
  };
}

const rules4 = "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n";
const rules6 = "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n";

describe("what a text is, by its content", () => {
  test("IPv4 and IPv6 rules are told apart, also one right after the other", () => {
    const { state } = read(`${rules4}${rules6}`);
    expect(state.rules.map(({ family }) => family)).toEqual(["ipv4", "ipv4", "ipv4", "ipv6", "ipv6"]);
    expect(state.coverage.rules).toEqual({ ipv4: true, ipv6: true });
  });

  test("rules of which nothing tells the family are of none, and no whole listing", () => {
    const { state } = read("10:\tfrom all iif vlan.eth.1 lookup 101\n");
    expect(state.rules[0]?.family).toBeNull();
    expect(state.coverage.rules).toEqual({ ipv4: false, ipv6: false });
  });

  test("the command above it tells the family of rules and the table of routes", () => {
    const { state } = read(
      "$ ip -6 rule\n10:\tfrom all iif vlan.eth.1 lookup 101\n# ip route show table 101\ndefault via 10.0.0.1 dev vlan.eth.1\n",
    );
    expect(state.rules[0]?.family).toBe("ipv6");
    expect(state.routes[0]).toMatchObject({ table: "101", destination: "default" });
    expect(state.coverage.tables).toEqual(new Set(["ipv4 101"]));
  });

  test("what a listing says of itself goes before the command that stands above it", () => {
    const { state } = read(`$ ip -6 rule\n${rules6}some words\n${rules4}`);
    expect(state.rules.map(({ family }) => family)).toEqual(["ipv6", "ipv6", "ipv4", "ipv4", "ipv4"]);
    const routes = read(
      `$ ip route show table 101\ndefault via 10.0.0.1 dev vlan.eth.1\nsome words\n${seed.routes.text}`,
    ).state;
    expect(routes.routes.filter(({ table }) => table === "101")).toHaveLength(4);
    expect(routes.routes.filter(({ table, family }) => table === "main" && family === "ipv4")).toHaveLength(3);
  });

  test("a listing with a line that is not understood is not whole, and its other lines are read", () => {
    const { state, open } = read(rules4.replace("32766", "10:\tfrom all surprise lookup 101\n32766"));
    expect(open).toEqual(["10:\tfrom all surprise lookup 101"]);
    expect([state.rules.length, state.coverage.rules.ipv4]).toEqual([3, false]);
    const routes = read(
      seed.routes.text.replace("default via 192.168.0.1 dev eth0", "default via 192.168.0.1 surprise"),
    ).state;
    expect([routes.routes.length, routes.coverage.routes.ipv4]).toEqual([39, false]);
  });

  test("a table that does not exist is a listing too", () => {
    const { state, open } = read(
      "$ ip route show table 107\nError: ipv4: FIB table does not exist.\nDump terminated\n",
    );
    expect(state.coverage.tables).toEqual(new Set(["ipv4 107"]));
    expect(open).toEqual([]);
  });

  test("routes whose table nothing tells are not taken for those of the main table", () => {
    const { state, open } = read("default via 10.0.0.1 dev vlan.eth.1\n10.0.0.1 dev vlan.eth.1 scope link\n");
    expect(state.routes).toEqual([]);
    expect(open).toHaveLength(2);
  });

  test("JSON is told by its shape, and several documents may follow each other on one line", () => {
    const { whats, state } = read(
      [
        '{"0":{"ENIs":{"eni-1":{"ID":"eni-1","IsTrunk":true}}}}{"TotalIPs":3,"ENIs":{"eni-2":{"ID":"eni-2","IsTrunk":false}}}',
        '[{"ifindex":1,"ifname":"lo","flags":["LOOPBACK"]}]',
        '[{"dst":"default","gateway":"10.0.0.1","dev":"eth0"},{"type":"local","dst":"10.0.0.4","dev":"eth0","table":"local"}]',
        '[{"priority":10,"src":"all","iif":"vlan.eth.1","table":"101"},{"priority":32766,"src":"all","table":"main"},{"priority":32767,"src":"all","table":"default"}]',
        '{"version":"vpc-cni-ipam/1","allocations":[{"ipv4":"10.0.0.9","metadata":{"k8sPodNamespace":"a","k8sPodName":"b"}}]}',
        '{"AWS_VPC_K8S_CNI_EXTERNALSNAT":false,"AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS":null}',
        '{"AvailableCommands":["/v1/enis"]}',
      ].join("\n"),
    );
    expect(whats).toEqual([
      "ipamd-enis",
      "ip-link",
      "ip-route",
      "ip-rule",
      "ipam-allocations",
      "ipamd-settings",
      "ipamd-paths",
    ]);
    expect(state.enis.map(({ id, card, isTrunk }) => [id, card, isTrunk])).toEqual([
      ["eni-1", "0", true],
      ["eni-2", "0", false],
    ]);
    expect(state.rules.map(({ family }) => family)).toEqual(["ipv4", "ipv4", "ipv4"]);
  });

  test("a prompt may follow JSON on its line, as after curl", () => {
    const { whats, open, state } = read(
      '[ec2-user@ip-10-0-0-4 ~]$ curl -s http://127.0.0.1:61679/v1/eni-configs\n"eu-west-1a"\n{"TotalIPs":0,"ENIs":{}}[ec2-user@ip-10-0-0-4 ~]$ ip rule\n10:\tfrom all iif vlan.eth.1 lookup 101\n',
    );
    expect({ whats, open }).toEqual({ whats: ["ipamd-eni-config", "ipamd-enis", "ip-rule"], open: [] });
    expect(state.rules[0]?.family).toBe("ipv4");
    expect(state.eniConfig).toBe("eu-west-1a");
  });

  test("a conflist in several lines names the line of its mode", () => {
    const text =
      '{\n  "name": "aws-cni",\n  "plugins": [\n    {\n      "type": "aws-cni",\n      "podSGEnforcingMode": "standard",\n      "vethPrefix": "pod"\n    }\n  ]\n}\n';
    const { state } = read(text, "10-aws.conflist");
    expect(state.configs[0]).toMatchObject({ enforcingMode: "standard", vethPrefix: "pod" });
    expect(state.configs[0]?.lines[0].number).toBe(6);
  });

  test("`ip -d link` proves the VLAN id and the device below", () => {
    const { state, open } = read(
      [
        "5: vlan.eth.7@eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 9001 qdisc noqueue state UP mode DEFAULT group default qlen 1000",
        "    link/ether 02:b0:01:6c:b5:79 brd ff:ff:ff:ff:ff:ff promiscuity 0 minmtu 0 maxmtu 65535 ",
        "    vlan protocol 802.1Q id 7 <REORDER_HDR> addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535 ",
      ].join("\n"),
    );
    expect(state.links[0]).toMatchObject({ name: "vlan.eth.7", parent: "eth1", kind: "vlan", vlan: 7 });
    expect(open).toEqual([]);
  });

  test("a line that only begins like a table of iptables is none", () => {
    expect(read("*nat!\n*nat\n-A X\n").open).toEqual(["*nat!"]);
  });

  test("rules of ip6tables are told from those of iptables by the comment or the command above them", () => {
    const four = "# Generated by iptables-save v1.8.4\n*nat\n-A POSTROUTING -j X\nCOMMIT\n";
    const six = four.replace("iptables", "ip6tables");
    const bare = "*nat\n-A POSTROUTING -j Y\nCOMMIT\n";
    const { state, open } = read(`${four}${six}${four}$ ip6tables-save\n${bare}`);
    expect(state.chained.map(({ family }) => family)).toEqual(["ipv4", "ipv6", "ipv4", "ipv6"]);
    expect(open).toEqual([]);
  });

  test("the old form of ifconfig is read, and is no whole listing, because it cuts names", () => {
    const { state, open } = read(
      "eth0      Link encap:Ethernet  HWaddr 02:A5:EE:3D:4A:C9  \n          inet addr:10.0.0.4  Bcast:10.0.0.255  Mask:255.255.255.0\n          UP BROADCAST RUNNING  MTU:9001  Metric:1\n\nlo        Link encap:Local Loopback  \n          UP LOOPBACK RUNNING  MTU:65536  Metric:1\n",
    );
    expect(state.links[0]).toMatchObject({
      name: "eth0",
      mac: "02:a5:ee:3d:4a:c9",
      addresses: ["10.0.0.4/24"],
      mtu: 9001,
    });
    expect(state.coverage.links).toBe(false);
    expect(open).toEqual([]);
  });

  test("what is not understood is kept with its number, and the rest is read", () => {
    const { notUnderstood, state } = read(`Some prose.\n${rules4}\n{ broken json }\n10: from nowhere lookup 101\n`);
    expect(notUnderstood).toEqual([
      { file: "x", number: 1, text: "Some prose." },
      { file: "x", number: 6, text: "{ broken json }" },
      { file: "x", number: 7, text: "10: from nowhere lookup 101" },
    ]);
    expect(state.rules).toHaveLength(3);
  });

  test("colours and carriage returns of a terminal do not matter", () => {
    const coloured = seed.addresses.text.replaceAll("eth1", "\u001b[36meth1\u001b[0m").replaceAll("\n", "\r\n");
    expect(readHost([{ name: "ip-a.txt", text: coloured }]).state.links.map(({ name }) => name)).toEqual(
      readHost([seed.addresses]).state.links.map(({ name }) => name),
    );
  });
});

describe("a stranger's text", () => {
  const pieces = fc.constantFrom(
    "0:\tfrom all lookup local\n",
    "10:\tfrom all iif vlan.eth.1 [detached] lookup 101\n",
    "default via 10.0.0.1 dev eth1 table 3\n",
    "1: lo: <LOOPBACK> mtu 65536\n    link/loopback 00:00\n",
    "net.ipv4.tcp_early_demux = 1\n",
    "*nat\n-A POSTROUTING -j X\n",
    "eth0: flags=1<UP>  mtu 9\n",
    "[ec2-user@host ~]$ ip -6 rule\n",
    '{"0":{"ENIs":',
    '[{"ifname":"a"},{',
    '"',
    "\\",
    "}]",
    "\n",
    "*",
    "# Generated by ip6tables-save\n",
  );

  test("never makes it throw, and every line of it is understood, blank, or shown", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 400 }),
          fc.array(pieces, { maxLength: 40 }).map((all) => all.join("")),
        ),
        (text) => {
          const { notUnderstoodCount, parts } = read(text);
          expect(notUnderstoodCount).toBeLessThanOrEqual(text.split("\n").length);
          expect(parts.every(({ from, to }) => from <= to)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("what was read is read again the same, however often", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (all) => {
        const text = all.join("");
        expect(read(text)).toEqual(read(text));
      }),
    );
  });

  test.each([
    ["brackets that never close", "[{".repeat(500_000)],
    ["brackets on every line", "[{\n".repeat(200_000)],
    ["quotes on every line", '{"\n'.repeat(200_000)],
    ["one word without end", "a.".repeat(1_000_000)],
    ["blanks without end", `1: lo: <UP>${" ".repeat(1_000_000)}x`],
    ["a rule of a million words", `10:\tfrom all ${"iif x ".repeat(200_000)}`],
    ["a route of a million words", `default ${"via ".repeat(500_000)}`],
    ["a prompt of a million characters", `$ ip ${"ip ".repeat(400_000)}`],
    ["deep JSON", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    [
      "names in a document of many lines",
      `{"0":{"ENIs":{\n${Array.from({ length: 20_000 }, (_, n) => `"eni-${n}":{"ID":"eni-${n}"}`).join(",\n")}}}}`,
    ],
  ])("%s take time in proportion to their length", (_, text) => {
    const started = performance.now();
    read(text);
    expect(performance.now() - started).toBeLessThan(8_000);
  });

  test("of a text beyond all measure only the beginning is read, and it says so", () => {
    const { cut, state } = read(`${rules4}${"\n".repeat(600_000)}${rules6}`);
    expect(cut).toEqual(["x"]);
    expect(state.rules).toHaveLength(3);
  });

  test("a thousand lines that are not understood are shown, all are counted", () => {
    const { notUnderstood, notUnderstoodCount } = read("?\n".repeat(5_000));
    expect([notUnderstood.length, notUnderstoodCount]).toEqual([1_000, 5_000]);
  });
});
