import { expect, test } from "vitest";
import { interfaceItem } from "./mapper.ts";
import { NamedInterfaces } from "./named-interfaces.ts";

const every = 30_000;
const eni = (id: string) =>
  interfaceItem({ NetworkInterfaceId: id, VpcId: "vpc-1" }) as NonNullable<ReturnType<typeof interfaceItem>>;
const answer = (...ids: string[]) => new Map(ids.map((id) => [id, eni(id)]));

test("one call asks for at most 200, each once, and only for what looks like an ENI", () => {
  const named = Array.from({ length: 250 }, (_, index) => `eni-${index.toString(16)}`);
  const interfaces = new NamedInterfaces(every);
  expect(interfaces.due([...named, ...named], 0)).toHaveLength(200);
  expect(interfaces.due(["", "i-1", "eni-1,eni-2", "eni-0a"], 0)).toEqual(["eni-0a"]);
});

test("what EC2 does not know is asked for again at growing distances", () => {
  const interfaces = new NamedInterfaces(every);
  const asked: number[] = [];
  for (let now = 0; now < 180_000; now += 1_000) {
    const ids = interfaces.due(["eni-a"], now);
    if (ids.length === 0) continue;
    asked.push(now / 1_000);
    interfaces.answered(ids, answer(), now);
  }
  expect(asked).toEqual([0, 2, 6, 14, 30, 62, 122]);
});

test("what was found is kept until a sweep has it, and read again meanwhile", () => {
  const interfaces = new NamedInterfaces(every);
  expect(interfaces.answered(["eni-a"], answer("eni-a"), 0).get("eni-a")?.id).toBe("eni-a");
  interfaces.swept(answer("eni-b"));
  expect([...interfaces.items()].map(([id]) => id)).toEqual(["eni-a"]);
  expect(interfaces.due([], every - 1)).toEqual([]);
  expect(interfaces.due([], every)).toEqual(["eni-a"]);
  interfaces.swept(answer("eni-a"));
  expect([...interfaces.items()]).toEqual([]);
  expect(interfaces.due([], every)).toEqual([]);
});

test("what is gone when it is read again is told as gone", () => {
  const interfaces = new NamedInterfaces(every);
  interfaces.answered(["eni-a"], answer("eni-a"), 0);
  expect(interfaces.answered(["eni-a"], answer(), every)).toEqual(new Map([["eni-a", null]]));
  expect([...interfaces.items()]).toEqual([]);
});
