import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readHost } from "../host/read-host.ts";
import { gatherings } from "./gather.ts";

const node = { id: "i-01ac2403f4932c7ee", nodeName: "ip-10-0-0-4.ec2.internal", ip: "10.0.0.4" };

const folder = mkdtempSync(join(tmpdir(), "gather-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Stand-ins on the path: what leads to the node runs its last words here, and the node's tools print something. */
const tools: Readonly<Record<string, string>> = {
  sudo: 'exec "$@"',
  ssh: 'shift; exec sh -c "$*"',
  kubectl: 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"',
  chroot: 'shift; exec "$@"',
  ip: 'case "$*" in "a") echo "1: lo: <LOOPBACK,UP> mtu 65536";; "-6 rule"|rule) printf "0:\\tfrom all lookup local\\n32766:\\tfrom all lookup main\\n";; esac',
  curl: 'case "$*" in *enis) printf %s \'{"TotalIPs":0,"ENIs":{}}\';; *eni-configs) echo \'"eu-west-1a"\';; esac',
  "iptables-save": "",
  sysctl: "echo net.ipv4.tcp_early_demux = 0",
};
for (const [name, body] of Object.entries(tools)) {
  writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, name), 0o755);
}

describe("the lines that gather what a node shows", () => {
  const ways = gatherings(node, "eu-west-1");

  test("there is one for each way onto a node", () => {
    expect(ways.map(({ way }) => way)).toEqual(["ssh", "ssm", "kubectl", "bundle"]);
  });

  test.each(["ssh", "kubectl"])(
    "by %s the shell passes the script on whole, and what it prints is understood",
    (way) => {
      const [line = ""] = ways.find((one) => one.way === way)?.lines ?? [];
      const printed = line.replace(/ > \S+$/, "");
      const { stdout, status } = spawnSync("sh", ["-c", printed], {
        encoding: "utf8",
        env: { ...process.env, PATH: `${folder}:${process.env["PATH"]}` },
      });
      const { state, parts } = readHost([{ name: "node.txt", text: stdout }]);
      expect(status).toBe(0);
      expect(parts.map(({ what }) => what)).toEqual([
        "ip-link",
        "ip-rule",
        "ip-rule",
        "ipamd-enis",
        "ipamd-eni-config",
        "sysctl",
      ]);
      expect(state.rules.map(({ family }) => family)).toEqual(["ipv4", "ipv4", "ipv6", "ipv6"]);
    },
  );

  test("by SSM the command is JSON that survives the shell", () => {
    const [line = ""] = ways.find((one) => one.way === "ssm")?.lines ?? [];
    const words = spawnSync("sh", ["-c", `printf '%s\\n' ${line.replace(/ > \S+$/, "")}`], {
      encoding: "utf8",
    }).stdout.split("\n");
    expect(words.slice(0, 7)).toEqual(["aws", "ssm", "start-session", "--target", node.id, "--region", "eu-west-1"]);
    expect(JSON.parse(words.at(-2) ?? "").command).toHaveLength(1);
  });

  test("a name that no node has makes no line", () => {
    expect(gatherings({ ...node, nodeName: "x\n; rm -rf ." }, null)).toEqual([]);
    expect(gatherings({ ...node, nodeName: "-o" }, null)).toEqual([]);
    expect(gatherings({ id: "node/x", nodeName: "x" }, null).map(({ way }) => way)).toEqual(["kubectl"]);
  });
});
