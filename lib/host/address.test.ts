import { expect, test } from "vitest";
import { canonical, ipv4Gateway } from "./address.ts";
import { interfaceTable, vlanOfTable } from "./names.ts";

test.each([
  ["192.168.0.0/19", "192.168.0.1"],
  ["10.1.2.77/24", "10.1.2.1"],
  ["10.0.255.128/25", "10.0.255.129"],
  ["10.0.0.255/32", "10.0.1.0"],
  ["2600:1f14::/64", null],
  ["no cidr", null],
])("the gateway of %s is %s", (cidr, gateway) => {
  expect(ipv4Gateway(cidr)).toBe(gateway);
});

test.each([
  ["FE80:0EC2::0001", "fe80:ec2::1"],
  ["10.0.0.1/32", "10.0.0.1"],
  ["2600::1/128", "2600::1"],
  ["0.0.0.0/0", "0.0.0.0/0"],
  ["10.0.0.0/33", null],
  ["10/8", null],
  ["1", null],
  ["fe80::1%eth0", null],
])("%s is spelt %s", (text, spelt) => {
  expect(canonical(text)).toBe(spelt);
});

test("an attached ENI has the table after its device index, and one of its own beyond the first network card", () => {
  expect([interfaceTable(0, 0), interfaceTable(2, 0), interfaceTable(1, 1)]).toEqual(["main", "3", "10101"]);
});

test("only tables 101 to 220 are those of a branch", () => {
  expect(["100", "101", "220", "221", "main", "30200"].map(vlanOfTable)).toEqual([null, 1, 120, null, null, null]);
});
