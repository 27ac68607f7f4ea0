import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAnnotation } from "./annotation.ts";

const whole = {
  eniId: "eni-09a7a909e06fc4be6",
  ifAddress: "02:b0:01:6c:b5:79",
  privateIp: "192.168.26.162",
  ipv6Addr: "",
  vlanId: 1,
  subnetCidr: "192.168.0.0/19",
  subnetV6Cidr: "",
  associationID: "trunk-assoc-0c4f2",
};
const understood = {
  eniId: "eni-09a7a909e06fc4be6",
  mac: "02:b0:01:6c:b5:79",
  ip: "192.168.26.162",
  vlan: 1,
  subnetCidr: "192.168.0.0/19",
  associationId: "trunk-assoc-0c4f2",
};
const parse = (...entries: object[]) => parseAnnotation(JSON.stringify(entries));

describe("the pod-eni annotation", () => {
  test("is read as the controller writes it, empty fields being absent", () => {
    expect(parse(whole)).toEqual({ entries: [understood], problem: null });
  });

  test("is read whatever the case of its keys, as Go reads it", () => {
    const recased = fc.constantFrom(
      ...[(key: string) => key.toUpperCase(), (key: string) => key.toLowerCase(), (key: string) => key],
    );
    fc.assert(
      fc.property(fc.array(recased, { minLength: 8, maxLength: 8 }), (changes) => {
        const entry = Object.fromEntries(
          Object.entries(whole).map(([key, value], index) => [changes[index]?.(key) ?? key, value]),
        );
        expect(parse(entry)).toEqual({ entries: [understood], problem: null });
      }),
    );
  });

  test("carries an IPv6 branch", () => {
    const entry = { ...whole, privateIp: "", ipv6Addr: "2001:db8::7", subnetCidr: "", subnetV6Cidr: "2001:db8::/64" };
    expect(parse(entry)).toMatchObject({ entries: [{ ipv6: "2001:db8::7" }], problem: null });
  });

  test("keeps every entry, and judges the first as the CNI does", () => {
    expect(parse(whole, { ...whole, vlanId: 2 }).entries.map(({ vlan }) => vlan)).toEqual([1, 2]);
    expect(parse(whole, {}).problem).toBeNull();
    expect(parse({}, whole).problem).not.toBeNull();
  });

  test.each([
    ["{", "not JSON"],
    ["{}", "not a JSON array"],
    ["[]", "an empty array"],
    ['["eni-1"]', "an entry is not an object"],
    [JSON.stringify([{ ...whole, privateIp: "" }]), "no IP address"],
    [JSON.stringify([{ ...whole, ifAddress: "" }]), "no MAC address"],
    [JSON.stringify([{ ...whole, vlanId: 0 }]), "no VLAN id"],
    [JSON.stringify([{ ...whole, vlanId: "1" }]), "no VLAN id"],
    [JSON.stringify([{ ...whole, subnetCidr: "192.168.0.0/99" }]), "no usable subnetCidr"],
    [JSON.stringify([{ ...whole, privateIp: "", ipv6Addr: "2001:db8::7" }]), "no usable subnetV6Cidr"],
  ])("%s cannot be used: %s", (text, problem) => {
    expect(parseAnnotation(text).problem).toBe(problem);
  });

  test("may be any text without harm", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseAnnotation(text)));
  });
});
