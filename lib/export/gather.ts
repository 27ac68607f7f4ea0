import { isPasteable, shellCommand } from "../diagnosis/words/shell.ts";
import type { Instance } from "../topology/resources.ts";
import { isEc2Id, isRegion } from "./partition.ts";

/** How one gets onto a node. `bundle`: by ssh, with the log collector that aws-node brings along. */
export const gatherWays = ["ssh", "ssm", "kubectl", "bundle"] as const;
export type GatherWay = (typeof gatherWays)[number];

/** Lines to copy that write what a node shows of itself to a file, which `trunkscope host` and the page read. */
export interface Gathering {
  readonly way: GatherWay;
  /** Each one line for a POSIX shell; they only read, apart from the file they write. */
  readonly lines: readonly string[];
}

/** What is listed, in the order in which it is of most use if it is cut. Each stands under its own command, which tells what the output does not. */
const listings = [
  "ip a",
  "ip -d link",
  "ip rule",
  "ip -6 rule",
  "ip route show table all",
  "cat /etc/cni/net.d/10-aws.conflist",
  "cat /var/run/aws-node/ipam.json",
  ...["enis", "networkutils-env-settings", "ipamd-env-settings", "eni-configs"].map(
    (path) => `curl -s http://127.0.0.1:61679/v1/${path}`,
  ),
  "iptables-save",
  "sysctl -a",
];

/** The script that lists a node, for a shell that is root there. */
export const gatherScript = `for c in ${listings.map((one) => `"${one}"`).join(" ")}; do echo; echo "$ $c"; $c 2>&1; done`;

/** The ways onto a node that its facts allow; none is made of an id or a name that no real one could be. */
export function gatherings(
  { id, nodeName, ip }: Pick<Instance, "id" | "nodeName" | "ip">,
  region: string | null,
): Gathering[] {
  const file = `${nodeName ?? id}`;
  if (!isPasteable(file) || file.startsWith("-") || file.includes("/")) return [];
  const into = shellCommand(`${file}.txt`);
  const root = shellCommand("sudo", "sh", "-c", gatherScript);
  const found: Gathering[] = [];
  const login = ip !== undefined && /^[0-9a-f.:]+$/i.test(ip) ? `ec2-user@${ip}` : null;
  if (login !== null) found.push({ way: "ssh", lines: [`${shellCommand("ssh", login, root)} > ${into}`] });
  if (isEc2Id(id, "i")) {
    const where = region !== null && isRegion(region) ? ["--region", region] : [];
    const parameters = ["--parameters", JSON.stringify({ command: [root] })];
    const document = ["--document-name", "AWS-StartNonInteractiveCommand"];
    const session = shellCommand("aws", "ssm", "start-session", "--target", id, ...where, ...document, ...parameters);
    found.push({ way: "ssm", lines: [`${session} > ${into}`] });
  }
  if (nodeName !== undefined) {
    const pod = ["-i", "-q", "--profile=sysadmin", "--image=public.ecr.aws/amazonlinux/amazonlinux:2023"];
    const command = shellCommand(
      "kubectl",
      "debug",
      `node/${nodeName}`,
      ...pod,
      "--",
      "chroot",
      "/host",
      "sh",
      "-c",
      gatherScript,
    );
    found.push({ way: "kubectl", lines: [`${command} > ${into}`] });
  }
  if (login !== null) {
    const collect = shellCommand("ssh", login, "sudo bash /opt/cni/bin/aws-cni-support.sh");
    const fetch = `${shellCommand("ssh", login, "sudo sh -c 'cat $(ls -t /var/log/eks_*.tar.gz | head -n 1)'")} > ${shellCommand(`${file}.tar.gz`)}`;
    found.push({ way: "bundle", lines: [collect, fetch] });
  }
  return found;
}
