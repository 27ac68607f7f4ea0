import type { Family } from "../address.ts";
import { tableName } from "./ip-route.ts";
import { type Hint, wordsOf } from "./reader.ts";

/** A command line with the prompt before it, as a terminal shows it. */
export interface Prompt {
  readonly command: readonly string[];
  readonly hostName?: string;
}

const bracketed = /^\[[^\]\s@]{1,64}@([^\]\s]{1,255})[^\]]{0,200}\]\s?[$#]\s?(.*)$/;
const plain = /^[\w.-]{1,64}@([\w.-]{1,255}):[^$#]{0,200}[$#]\s(.*)$/;
const shell = /^(?:sh|bash)-[\d.]{1,8}[$#]\s?(.*)$/;
const bare =
  /^[$#+%>]+ ?((?:sudo |nsenter |chroot )?.*\b(?:ip|ifconfig|sysctl|iptables-save|ip6tables-save|cat|curl|aws|kubectl)\b.*)$/;

/** `[ec2-user@ip-10-0-0-1 ~]$ ip a`, `root@ip-10-0-0-1:/# ip a`, `sh-4.2$ ip a`, `$ ip a`; `null`: not a command line. */
export function promptOf(line: string): Prompt | null {
  for (const form of [bracketed, plain]) {
    const [whole, hostName, command = ""] = form.exec(line) ?? [];
    if (whole !== undefined && hostName !== undefined) return { command: wordsOf(command), hostName };
  }
  const [, command] = shell.exec(line) ?? commandOf(line) ?? [];
  return command === undefined ? null : { command: wordsOf(command) };
}

const commands = new Set(
  "ip ifconfig sysctl iptables-save ip6tables-save cat curl aws kubectl sudo nsenter chroot".split(" "),
);

function commandOf(line: string): RegExpExecArray | null {
  const found = line.length < 1_000 ? bare.exec(line) : null;
  return found && commands.has(wordsOf(found[1] ?? "")[0] ?? "") ? found : null;
}

/** What a command tells of the lines below it. */
export function hintOf(command: readonly string[]): Hint {
  const file = command
    .toReversed()
    .find((word) => word.includes("/") && !word.startsWith("-"))
    ?.split("/")
    .at(-1);
  if (command.includes("ip6tables-save")) return { family: "ipv6" };
  const at = command.indexOf("ip");
  const words = at === -1 ? [] : command.slice(at + 1);
  const table = words[words.findIndex((word) => word === "table" || word === "t") + 1];
  const isOne =
    table !== undefined &&
    /^\w+$/.test(table) &&
    table !== "all" &&
    words.some((word) => word === "table" || word === "t");
  const object = words.find((word) => !word.startsWith("-"));
  const isMain =
    object !== undefined &&
    "route".startsWith(object) &&
    !words.some((word) => word === "table" || word === "t" || word === "get");
  return {
    ...familyHint(words),
    ...(isOne && { table: tableName(table) }),
    ...(isMain && { table: "main" }),
    ...(file !== undefined && { file }),
  };
}

/** Without `-6`, `ip rule` shows IPv4 alone; `ip route show table all` shows both. */
function familyHint(words: readonly string[]): { readonly family?: Family } {
  if (words.includes("-6") || words.includes("inet6")) return { family: "ipv6" };
  const object = words.find((word) => !word.startsWith("-"));
  const isRule = object !== undefined && object.length > 1 && "rule".startsWith(object);
  const isRoute = object !== undefined && "route".startsWith(object) && !words.includes("all");
  return words.includes("-4") || isRule || isRoute ? { family: "ipv4" } : {};
}

/** What the name of a file tells of its lines: the log collector writes `iprule.txt` with IPv4 rules alone (domain 3.7). */
export function hintOfFile(name: string): Hint {
  const file = name.split("/").at(-1) ?? name;
  if (/rule/i.test(file))
    return { file, ...(/6/.test(file) ? { family: "ipv6" } : file === "iprule.txt" ? { family: "ipv4" } : {}) };
  return { file };
}
