import * as sdk from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { allowedActions, WriteRefused } from "./read-only.ts";
import { clientFor, page, standIn } from "./stand-in.fixture.ts";

type AnyCommand = new (input: object) => Parameters<sdk.EC2Client["send"]>[0];
const commands = Object.entries(sdk).filter(([name]) => /^[A-Z]\w+Command$/.test(name)) as unknown as [
  string,
  AnyCommand,
][];

test("of all of EC2's commands only the reads in the table can be sent", { timeout: 60_000 }, async () => {
  await using ec2 = await standIn(({ action }) => page(action));
  const client = clientFor(ec2.endpoint);
  const refused: string[] = [];
  for (const [name, Command] of commands) {
    const action = name.replace(/Command$/, "");
    if (allowedActions.has(action)) continue;
    await expect(client.send(new Command({})), name).rejects.toBeInstanceOf(WriteRefused);
    refused.push(action);
  }
  expect(refused).toEqual(expect.arrayContaining(["CreateTags", "DeleteNetworkInterface", "TerminateInstances"]));
  expect(refused.length).toBeGreaterThan(500);
  expect(ec2.calls).toEqual([]);
});

test("a request that is another action than its command says is not sent either", async () => {
  await using ec2 = await standIn(({ action }) => page(action));
  const client = clientFor(ec2.endpoint);
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body: string };
      request.body = request.body.replace("DescribeSubnets", "DeleteSubnet");
      return next(args);
    },
    { step: "build" },
  );
  await expect(client.send(new sdk.DescribeSubnetsCommand({}))).rejects.toThrow("DeleteSubnet is not sent");
  expect(ec2.calls).toEqual([]);
});

test("the table names only reads", () => {
  for (const action of allowedActions) expect(action).toMatch(/^(Describe|GetManagedPrefixListEntries$)/);
});
