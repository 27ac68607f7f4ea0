import { expect, test } from "vitest";
import { failureOf } from "./failure.ts";
import { inBatches, readInterfaces, readPrefixListCidrs, readTrunkAssociations } from "./reads.ts";
import { type Answer, type Call, clientFor, page, refusal, standIn } from "./stand-in.fixture.ts";

const eni = (id: string) => `<networkInterfaceId>${id}</networkInterfaceId>`;
const action = "DescribeNetworkInterfaces";
const filters = [{ Name: "vpc-id", Values: ["vpc-1"] }];

async function idsFrom(answer: (call: Call) => Answer, maxAttempts = 1) {
  await using ec2 = await standIn(answer);
  const reader = { client: clientFor(ec2.endpoint, maxAttempts), signal: new AbortController().signal };
  try {
    return { ids: [...(await readInterfaces(reader, filters)).keys()], calls: ec2.calls };
  } catch (error) {
    return { failure: failureOf(error, action), calls: ec2.calls };
  }
}

test("pages are read to the end, an empty page in between included", async () => {
  const pages = [page(action, [eni("eni-1")], "a"), page(action, [], "b"), page(action, [eni("eni-2")])];
  const { ids, calls } = await idsFrom(({ nth }) => pages[nth] as Answer);
  expect(ids).toEqual(["eni-1", "eni-2"]);
  expect(calls.map(({ params }) => params.get("NextToken"))).toEqual([null, "a", "b"]);
  expect(calls.map(({ params }) => params.get("MaxResults"))).toEqual(["500", "500", "500"]);
  expect(calls.every(({ params }) => params.get("Filter.1.Value.1") === "vpc-1")).toBe(true);
});

test("no object at all is an empty answer", async () => {
  expect((await idsFrom(() => page(action))).ids).toEqual([]);
});

test("a throttled call is tried again", { timeout: 20_000 }, async () => {
  const { ids, calls } = await idsFrom(
    ({ nth }) => (nth === 0 ? refusal(503, "RequestLimitExceeded") : page(action, [eni("eni-1")])),
    4,
  );
  expect(ids).toEqual(["eni-1"]);
  expect(calls).toHaveLength(2);
});

const secret = "arn:aws:sts::111122223333:assumed-role/x Encoded authorization failure message: AbCdEf0123456789";

test.each<[string, Answer]>([
  ["UnauthorizedOperation", refusal(403, "UnauthorizedOperation", secret)],
  ["ExpiredToken", refusal(400, "RequestExpired", secret)],
  ["ExpiredToken", refusal(400, "ExpiredToken", secret)],
  ["AuthFailure", refusal(401, "AuthFailure", secret)],
  ["RequestLimitExceeded", refusal(503, "RequestLimitExceeded", secret)],
  ["InvalidParameterValue", refusal(400, "InvalidParameterValue", secret)],
  ["BadAnswer", { status: 502, body: "<html><body><h1>502 Bad Gateway</h1></body></html>" }],
  ["BadAnswer", { status: 502, body: "<html><br>Bad Gateway" }],
  ["BadAnswer", { status: 200, body: "<html><body>Please log in</body></html>" }],
  ["BadAnswer", { status: 200, body: "" }],
  ["BadAnswer", { status: 200, body: '{"json":true}' }],
  ["BadAnswer", { status: 200, body: "<DescribeNetworkInterfacesResponse><networkInterfaceSet><item>" }],
  ["Unreachable", "hang-up"],
])("%s says what happened, and nothing secret", async (code, answer) => {
  const { failure } = await idsFrom(() => answer);
  expect(failure?.code).toBe(code);
  expect(failure?.message).toContain("DescribeNetworkInterfaces");
  expect(failure?.message).not.toMatch(/\d{12}|arn:|Encoded|AbCd/);
});

test("what to grant is named", async () => {
  const { failure } = await idsFrom(() => refusal(403, "UnauthorizedOperation"));
  expect(failure?.message).toBe("EC2 refused DescribeNetworkInterfaces. Grant ec2:DescribeNetworkInterfaces.");
});

test("missing credentials have their own code", () => {
  const error = Object.assign(new Error("Could not load credentials from any providers"), {
    name: "CredentialsProviderError",
  });
  expect(failureOf(error, action).code).toBe("NoCredentials");
});

test("a page that fails fails the read: half a list is never taken for all", async () => {
  const { ids, failure } = await idsFrom(({ nth }) =>
    nth === 0 ? page(action, [eni("eni-1")], "more") : refusal(403, "UnauthorizedOperation"),
  );
  expect(ids).toBeUndefined();
  expect(failure?.code).toBe("UnauthorizedOperation");
});

test("a token that comes again does not go round for ever", async () => {
  const { failure, calls } = await idsFrom(() => page(action, [eni("eni-1")], "same"));
  expect(failure?.code).toBe("BadAnswer");
  expect(calls).toHaveLength(2);
});

test("a refused connection is unreachable", async () => {
  const ec2 = await standIn(() => page(action));
  await ec2[Symbol.asyncDispose]();
  const reader = { client: clientFor(ec2.endpoint), signal: new AbortController().signal };
  const error = await readInterfaces(reader).catch((reason) => reason);
  expect(failureOf(error, action).code).toBe("Unreachable");
});

test("the calls with limits of their own keep to them", async () => {
  await using ec2 = await standIn((call) =>
    call.action === "GetManagedPrefixListEntries"
      ? page(call.action, ["<cidr>10.0.0.0/8</cidr>"], call.nth === 0 ? "next" : "")
      : page(call.action),
  );
  const reader = { client: clientFor(ec2.endpoint), signal: new AbortController().signal };
  await readTrunkAssociations(reader);
  expect(await readPrefixListCidrs(reader, "pl-1")).toEqual(["10.0.0.0/8", "10.0.0.0/8"]);
  expect(ec2.calls.map(({ params }) => params.get("MaxResults"))).toEqual(["255", "100", "100"]);
});

test("many ids are asked for 200 at a time, each once", async () => {
  const asked: string[][] = [];
  const ids = Array.from({ length: 450 }, (_, index) => `sg-${index}`);
  await inBatches("group-id", [...ids, ...ids], async ([filter]) => {
    asked.push(filter?.Values ?? []);
    return new Map();
  });
  expect(asked.map((values) => values.length)).toEqual([200, 200, 50]);
  expect(new Set(asked.flat()).size).toBe(450);
});
