import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPasteable, shellCommand } from "../diagnosis/words/shell.ts";
import { exampleSnapshot } from "../diagram/example.fixture.ts";
import type { Pod, ResourceKind, ResourceOf } from "../topology/resources.ts";
import { commandsOf } from "./commands.ts";
import { hostileNames } from "./hostile.fixture.ts";

const { resources } = exampleSnapshot({ nodes: 2, oddities: true });

function first<K extends ResourceKind>(kind: K): ResourceOf<K> {
  const found = resources.find((one): one is ResourceOf<K> => one.kind === kind);
  if (!found) throw new Error(`the example has no ${kind}`);
  return found;
}

const word = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom(..."'\"\\$`!*?[]{}()<>|&;#~= \n\tab-") }),
  fc.constantFrom(...hostileNames),
);
const usable = word.filter((text) => !text.includes("\u0000") && text.isWellFormed());

describe("shell words", () => {
  test("a real shell reads back the words that went in", () => {
    const lists = fc.sample(fc.array(usable, { minLength: 1, maxLength: 6 }), 150);
    const script = lists.map((words) => `printf '%s\\0' ${shellCommand(...words)} end`).join("\n");
    const read = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
    expect(read).toEqual(lists.flatMap((words) => [...words, "end"]));
  });

  test("outside single quotes stand only characters that mean nothing to a shell", () => {
    fc.assert(
      fc.property(fc.array(usable), (words) => {
        const bare = shellCommand(...words).replace(/'[^']*'|\\'/g, "");
        expect(bare).toMatch(/^[A-Za-z0-9_@%+=:,./ -]*$/);
      }),
    );
  });
});

describe("commands", () => {
  test("a pod is shown by kubectl: itself, its annotation, its events", () => {
    const pod = { ...first("pod"), namespace: "default", name: "aws-cli" };
    expect(commandsOf(pod, "eu-west-1").map(({ text }) => text)).toEqual([
      "kubectl get pod -n default aws-cli -o yaml",
      "kubectl get pod -n default aws-cli -o 'jsonpath={.metadata.annotations.vpc\\.amazonaws\\.com/pod-eni}'",
      "kubectl get events -n default --field-selector involvedObject.kind=Pod,involvedObject.name=aws-cli",
    ]);
  });

  test("interfaces, instances, groups and subnets are shown by aws in their region", () => {
    const trunk = first("trunk");
    expect(commandsOf(trunk, "eu-west-1").map(({ text }) => text)).toEqual([
      `aws ec2 describe-network-interfaces --network-interface-ids ${trunk.id} --region eu-west-1`,
      `aws ec2 describe-network-interfaces --filters Name=tag:vpcresources.k8s.aws/trunk-eni-id,Values=${trunk.id} --region eu-west-1`,
    ]);
    expect(commandsOf(first("branch"), null).map(({ text }) => text)).toEqual([
      `aws ec2 describe-network-interfaces --network-interface-ids ${first("branch").id}`,
    ]);
    const instance = { ...first("instance"), id: "i-0123", nodeName: "ip-10-0-0-1" };
    expect(commandsOf(instance, "eu-west-1").map(({ text }) => text)).toContain("kubectl describe node ip-10-0-0-1");
  });

  test("every command reads, whatever it is about", () => {
    const all = resources.flatMap((resource) => commandsOf(resource, "eu-west-1"));
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter(({ text }) => !/^(aws ec2 describe-|kubectl (get|describe) )/.test(text))).toEqual([]);
  });

  test("names that no object can have make no option and nothing a terminal acts on", () => {
    fc.assert(
      fc.property(word, word, (namespace, name) => {
        const pod: Pod = { ...first("pod"), namespace, name };
        const texts = commandsOf(pod, "eu-west-1").map(({ text }) => text);
        expect(texts.filter((text) => !isPasteable(text))).toEqual([]);
        if (name.startsWith("-") || namespace.startsWith("-")) expect(texts).toEqual([]);
      }),
    );
    expect(commandsOf({ ...first("branch"), id: "eni-1 --profile x" }, "eu-west-1")).toEqual([]);
    const [command] = commandsOf(first("branch"), "eu-west-1; reboot");
    expect(command?.text).not.toContain("reboot");
  });
});
