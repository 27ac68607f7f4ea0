import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defined } from "../../topology/defined.ts";
import type { HostState } from "../observed.ts";
import { readHost } from "../read-host.ts";
import { printConflist } from "./conflist.ts";
import { printIfconfig } from "./ifconfig.ts";
import { printIpLink } from "./ip-link.ts";
import { printIpRoute } from "./ip-route.ts";
import { printIpRule } from "./ip-rule.ts";
import { printAllocations, printEnis, printSettings } from "./ipamd.ts";
import { printIptablesSave } from "./iptables-save.ts";
import { printSysctl } from "./sysctl.ts";

/** What a text says, without where it says so. */
function said(text: string): HostState {
  const { state } = readHost([{ name: "x", text }]);
  return JSON.parse(
    JSON.stringify({ ...state, sysctls: [...state.sysctls.values()] }, (key, value) =>
      key === "lines" ? undefined : value,
    ),
  );
}

const number = fc.nat(4_000_000);
const word = fc.stringMatching(/^[a-z][a-z0-9.-]{0,12}$/);
const mac = fc
  .tuple(...Array.from({ length: 6 }, () => fc.nat(255)))
  .map((bytes) => bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(":"));
const ipv4 = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)).map((bytes) => bytes.join("."));
const ipv6 = fc
  .tuple(fc.integer({ min: 1, max: 0xffff }), fc.integer({ min: 1, max: 0xffff }))
  .map(([a, b]) => `fe80:${a.toString(16)}::${b.toString(16)}`);
const address = fc.oneof(ipv4, ipv6);
const withLength = fc.oneof(
  fc.tuple(ipv4, fc.nat(32)).map(([ip, length]) => `${ip}/${length}`),
  fc.tuple(ipv6, fc.nat(128)).map(([ip, length]) => `${ip}/${length}`),
);
const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const stated = <T extends object>(all: T) =>
  defined(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T);

const link = fc
  .record({
    index: number,
    name: word,
    parent: optional(word),
    flags: fc.subarray(["LOOPBACK", "UP", "LOWER_UP", "BROADCAST"]),
    mtu: optional(number),
    mac: optional(mac),
    addresses: fc.array(withLength, { maxLength: 3 }),
    kind: fc.constantFrom(undefined, "vlan", "veth"),
    vlan: fc.integer({ min: 1, max: 4094 }),
  })
  .map(({ kind, vlan, ...rest }) => stated({ ...rest, kind, vlan: kind === "vlan" ? vlan : undefined }));

const table = fc
  .oneof(fc.constantFrom("main", "local"), fc.integer({ min: 1, max: 40_000 }).map(String))
  .filter((one) => !["253", "254", "255"].includes(one));
const route = fc
  .record({
    type: fc.constantFrom("unicast", "local", "broadcast", "unreachable"),
    destination: fc.oneof(fc.constant("default"), address),
    via: optional(ipv4),
    device: word,
    table,
    scope: fc.constantFrom(undefined, "link", "host"),
    source: optional(ipv4),
    rest: fc.constantFrom([], ["proto", "kernel"], ["metric", "1024", "onlink"]),
  })
  .map((one) => stated({ ...one, family: one.destination.includes(":") ? ("ipv6" as const) : ("ipv4" as const) }));

const rule = fc
  .record({
    priority: fc.nat(40_000),
    isInverted: fc.boolean(),
    from: fc.oneof(fc.constant("all"), ipv4),
    to: fc.oneof(fc.constant("all"), ipv4),
    device: optional(word),
    mark: fc.constantFrom(undefined, "0x80/0x80", "0x1"),
    protocol: fc.constantFrom(undefined, "tcp", "ipv6-icmp"),
    table: fc.oneof(fc.constant(null), table),
    rest: fc.constant([] as string[]),
  })
  .map((one) => stated({ ...one, rest: one.table === null ? ["unreachable"] : one.rest }));

describe("what was printed is read back as it was", () => {
  test("devices of ip", () => {
    fc.assert(
      fc.property(fc.array(link, { minLength: 1, maxLength: 6 }), (links) => {
        expect(said(links.map(printIpLink).join("\n")).links).toEqual(links);
      }),
    );
  });

  test("devices of ifconfig", () => {
    const devices = fc.array(link, { minLength: 1, maxLength: 6 }).map((links) =>
      links.map(({ index: _i, parent: _p, kind: _k, vlan: _v, mtu = 1500, ...rest }) => ({
        ...rest,
        mtu,
        name: rest.name.replaceAll(":", ""),
      })),
    );
    fc.assert(
      fc.property(devices, (links) => {
        expect(said(links.map(printIfconfig).join("\n\n")).links).toEqual(links);
      }),
    );
  });

  test("routes", () => {
    fc.assert(
      fc.property(fc.array(route, { minLength: 1, maxLength: 8 }), (routes) => {
        const loopback = {
          family: "ipv4",
          type: "local",
          destination: "127.0.0.1",
          device: "lo",
          table: "local",
          rest: [],
        } as const;
        const all = [...routes, loopback];
        expect(said(all.map(printIpRoute).join("\n")).routes).toEqual(all);
      }),
    );
  });

  test("rules, whatever family their listing is of", () => {
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 8 }), (rules) => {
        const read = said(rules.map(printIpRule).join("\n")).rules;
        expect(read.map(({ family: _, ...rest }) => rest)).toEqual(rules);
      }),
    );
  });

  test("sysctls", () => {
    const setting = fc.record({
      key: fc
        .array(fc.stringMatching(/^[a-z][a-z0-9_/]{0,8}$/), { minLength: 1, maxLength: 4 })
        .map((parts) => ["net", ...parts].join(".")),
      value: fc.stringMatching(/^[0-9a-z]{0,3}( [0-9a-z]{1,3}){0,2}$/).map((text) => text.trim()),
    });
    fc.assert(
      fc.property(fc.uniqueArray(setting, { selector: ({ key }) => key, minLength: 1, maxLength: 8 }), (settings) => {
        expect([...said(settings.map(printSysctl).join("\n")).sysctls]).toEqual(settings);
      }),
    );
  });

  test("rules of iptables", () => {
    const chained = fc.record({
      table: fc.constantFrom("nat", "mangle"),
      chain: fc.stringMatching(/^[A-Z][A-Z0-9-]{0,20}$/),
      rule: fc.constantFrom(
        "",
        "! -o vlan+ -j SNAT --to-source 10.0.0.4",
        '-m comment --comment "AWS, CONNMARK" -j RETURN',
      ),
    });
    fc.assert(
      fc.property(fc.array(chained, { minLength: 1, maxLength: 8 }), (rules) => {
        expect(said(printIptablesSave(rules)).chained).toEqual(rules.map((one) => ({ ...one, family: "ipv4" })));
      }),
    );
  });

  test("CNI configurations", () => {
    const config = fc
      .record({ enforcingMode: optional(word), vethPrefix: optional(word), mtu: optional(word) })
      .map(stated);
    fc.assert(
      fc.property(fc.array(config, { maxLength: 3 }), (configs) => {
        expect(said(printConflist(configs)).configs).toEqual(configs);
      }),
    );
  });

  test("ENIs, addresses and settings of ipamd", () => {
    const eni = fc
      .record({
        id: word.map((text) => `eni-${text}`),
        card: fc.constantFrom("0", "1"),
        isTrunk: optional(fc.boolean()),
        isPrimary: optional(fc.boolean()),
        deviceNumber: optional(fc.nat(20)),
        routeTable: optional(fc.nat(300)),
      })
      .map(stated);
    const byCard = fc
      .uniqueArray(eni, { selector: ({ id }) => id, minLength: 1, maxLength: 4 })
      .map((enis) => enis.toSorted((a, b) => a.card.localeCompare(b.card)));
    const allocation = fc.record({ namespace: word, pod: word, ip: address });
    const settings = fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[A-Z][A-Z0-9_]{1,9}$/), value: word }), {
      selector: ({ name }) => name,
      maxLength: 4,
    });
    fc.assert(
      fc.property(byCard, fc.array(allocation, { maxLength: 4 }), settings, (enis, allocations, more) => {
        const all = [{ name: "AWS_VPC_K8S_CNI_EXTERNALSNAT", value: "false" }, ...more];
        const read = said(`${printEnis(enis)}${printAllocations(allocations)}\n${printSettings(all)}`);
        expect(read.enis).toEqual(enis);
        expect(read.allocations).toEqual(allocations.map((one) => ({ ...one, from: "ipam.json" })));
        expect(read.settings).toEqual(all);
      }),
    );
  });
});
