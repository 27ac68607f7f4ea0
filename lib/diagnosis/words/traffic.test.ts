import { describe, expect, test } from "vitest";
import { rules } from "../register.ts";
import { trafficTroubles } from "../rules/traffic-troubles.fixture.ts";
import { healthy, judge } from "../testing.fixture.ts";
import { en } from "./en.ts";
import type { Dictionary, Told } from "./words.ts";
import { zhTw } from "./zh-tw.ts";

function told(rule: string): Told {
  const [finding] = judge(
    rules.filter(({ id }) => id === rule),
    trafficTroubles[rule]?.() ?? healthy(),
  ).findings;
  if (finding === undefined) throw new Error(`${rule} does not speak`);
  return { facts: finding.facts, subjects: finding.subjects, cluster: "lab", region: "eu-west-1" };
}

describe.each([
  ["English", en as Dictionary],
  ["Traditional Chinese", zhTw as Dictionary],
])("findings about traffic in %s", (_, dictionary) => {
  test.each(Object.keys(trafficTroubles))("%s says what it found, with nothing missing in the sentence", (rule) => {
    const words = dictionary[rule];
    const found = told(rule);
    const texts = [words?.title, words?.describe(found), words?.remedy(found)];
    for (const text of texts) expect(text).toMatch(/\S{4}/);
    const commands = [...(words?.commands?.(found) ?? []), ...(words?.verify(found) ?? [])];
    expect(commands.length).toBeGreaterThan(0);
    for (const text of [...texts, ...commands]) expect(text).not.toMatch(/undefined|null|NaN|\[object/);
  });
});

describe("the commands to copy", () => {
  const commandsFor = (rule: string) => (en as Dictionary)[rule]?.commands?.(told(rule));

  test("open the probe's port to the exact group of the node", () => {
    expect(commandsFor("probes-blocked")).toEqual([
      "aws ec2 authorize-security-group-ingress --group-id sg-0pods --protocol tcp --port 8080 --source-group sg-0nodes --region eu-west-1",
    ]);
  });

  test("let the pods out to CoreDNS, and into it, over both protocols", () => {
    expect(commandsFor("dns-egress-blocked")?.[0]).toBe(
      "aws ec2 authorize-security-group-egress --group-id sg-0pods --ip-permissions 'IpProtocol=udp,FromPort=53,ToPort=53,UserIdGroupPairs=[{GroupId=sg-0cluster}]' --region eu-west-1",
    );
    expect(commandsFor("dns-ingress-blocked")).toHaveLength(2);
    expect(commandsFor("dns-ingress-blocked")?.[1]).toMatch(/--protocol tcp --port 53 --source-group sg-0pods/);
  });

  test("patch the init container, which kubectl set env does not reach", () => {
    expect(commandsFor("tcp-early-demux-on")?.[0]).toMatch(
      /^kubectl patch daemonset -n kube-system aws-node --patch '\{.*"initContainers":\[\{"name":"aws-vpc-cni-init".*\}'$/,
    );
  });
});
