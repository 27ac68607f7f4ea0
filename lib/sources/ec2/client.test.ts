import { DescribeSubnetsCommand } from "@aws-sdk/client-ec2";
import { afterEach, expect, test, vi } from "vitest";
import { accountKey, ec2Client } from "./client.ts";
import { page, standIn } from "./stand-in.fixture.ts";

afterEach(() => vi.unstubAllEnvs());

test("the endpoint, the region and the credentials of the environment are used", async () => {
  await using ec2 = await standIn(({ action }) => page(action, ["<subnetId>subnet-1</subnetId>"]));
  vi.stubEnv("AWS_ENDPOINT_URL_EC2", ec2.endpoint);
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "not-a-secret");
  const client = ec2Client({ maxAttempts: 1 });
  expect((await client.send(new DescribeSubnetsCommand({}))).Subnets).toHaveLength(1);
  expect(await client.config.region()).toBe("eu-central-1");
  const handler = client.config.requestHandler as unknown as { httpHandlerConfigs(): object };
  expect(handler.httpHandlerConfigs()).toMatchObject({
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    throwOnRequestTimeout: true,
  });
});

test("a call is tried up to ten times, by a rate limiter that adapts", async () => {
  const { config } = ec2Client({ region: "eu-west-1" });
  expect(await config.maxAttempts()).toBe(10);
  expect((await config.retryStrategy()) as { mode?: string }).toMatchObject({ mode: "adaptive" });
});

test("clusters share a client only when account, role and region are the same", () => {
  const account = { region: "eu-west-1", roleArn: "arn:aws:iam::111122223333:role/read" };
  expect(accountKey(account)).toBe(accountKey({ ...account, maxAttempts: 3 }));
  expect(accountKey(account)).not.toBe(accountKey({ ...account, region: "eu-west-2" }));
  expect(accountKey(account)).not.toBe(accountKey({ region: "eu-west-1" }));
});
