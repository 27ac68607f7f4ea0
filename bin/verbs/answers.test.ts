import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ironman, root, trunkscope } from "../command-line.fixture.ts";

const story = (name: string) => join(root, `public/recordings/${name}.ndjson`);

async function json(...args: readonly string[]) {
  const { code, stdout } = await trunkscope(...args, "--format", "json");
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

describe("trunkscope why, who, leaks and settings", () => {
  test("why pod names the groups in force, and says what it cannot say", async () => {
    const { code, stdout } = await trunkscope("why", "pod", "default/aws-cli", ironman);
    expect(code).toBe(0);
    expect(stdout).toContain("actual  sg-079157a483bcb371f");
    expect(stdout).toContain("Cannot be read: securityGroupPolicies (NotRead)");
  });

  test("why pod answers both questions about it", async () => {
    const { version, answers } = await json("why", "pod", "default/aws-cli", ironman);
    expect(version).toBe(1);
    expect(answers).toMatchObject([
      { what: "pod-groups", subject: "default/aws-cli", cluster: "ironman-2022", region: "eu-west-1" },
      { what: "pod-waiting", answer: { state: "running", node: "ip-192-168-31-166" } },
    ]);
  });

  test("leaks tells by class what no Pod owns", async () => {
    const { answers } = await json("leaks", story("branch-leaked"));
    expect(answers[0].answer.classes.map(({ class: name }: { class: string }) => name)).toContain("forgotten");
  });

  test("why node shows the ladder, rung by rung", async () => {
    const { code, stdout } = await trunkscope("why", "node", "ip-192-168-31-166", ironman);
    expect(code).toBe(0);
    expect(stdout).toContain("+ The trunk ENI exists: yes");
  });

  test("why policy says how far it reaches", async () => {
    const { answers } = await json("why", "policy", "shop/web", story("policy-edited"));
    const { selected, reached, restarts } = answers[0].answer;
    expect(reached).toBeLessThan(selected);
    expect(restarts.shown[0].commands[0]).toMatch(/^kubectl rollout restart /);
  });

  test("who holds names interfaces and the order in which to let go", async () => {
    const { code, stdout } = await trunkscope("who", "holds", "sg-079157a483bcb371f", ironman);
    expect(code).toBe(0);
    expect(stdout).toMatch(/eni-09a7a909e06fc4be6 {2}branch, serves a Pod: default\/aws-cli/);
    expect(stdout).toMatch(/1\. Restart 1 workload/);
  });

  test("settings sets raw and effective values side by side", async () => {
    const { stdout } = await trunkscope("settings", story("misconfigured-cni"));
    expect(stdout).toContain("POD_SECURITY_GROUP_ENFORCING_MODE (aws-node)");
    expect(stdout).toContain("which means strict");
  });

  test.each([
    [["why", "pod", "default/aws-clt", ironman], "Did you mean default/aws-cli?"],
    [["why", "node", "nobody", ironman], "there is no node nobody"],
    [["why", "pod"], "say pod, policy or node"],
    [["why", "thing", "a", ironman], "say pod, policy or node"],
    [["who", "holds", "vpc-1", ironman], "neither sg-… nor subnet-…"],
    [["who", "has", "sg-1", ironman], "say holds"],
    [["leaks"], "name one recording"],
    [["settings", ironman, "--format", "pdf"], 'there is no format "pdf"'],
    [["leaks", ironman, "--at", "1999-01-01T00:00:00Z"], "begins later"],
  ])("%j is bad input: %s", async (args, message) => {
    const { code, stderr } = await trunkscope(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
