import type { Item } from "../recording/collections.ts";
import type { Traffic, Verdict } from "./flow.ts";

type Rule = Item<"securityGroupRules">;

/** IANA numbers of the protocols that EC2 calls by name. */
const numbers: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 };
const withPorts: ReadonlySet<number> = new Set([6, 17]);
const withTypes: ReadonlySet<number> = new Set([1, 58]);
const every = -1;

/** Whether a rule's protocol and ports, or ICMP type and code, cover the traffic: `allow` = yes, `deny` = no (domain 8.1). */
export function coversTraffic(rule: Rule, traffic: Traffic): Verdict {
  const ruled = protocolNumber(rule.protocol);
  if (ruled === every) return "allow";
  const asked = protocolNumber(traffic.protocol);
  if (ruled === null || asked === null) return rule.protocol === traffic.protocol ? "allow" : "unknown";
  if (ruled !== asked) return "deny";
  if (withPorts.has(asked)) return coversPort(rule, traffic.port);
  return withTypes.has(asked) ? coversType(rule, traffic) : "allow";
}

function coversPort({ fromPort, toPort }: Rule, port: number | undefined): Verdict {
  if (fromPort === every || (fromPort === 0 && toPort === 65_535)) return "allow";
  if (fromPort === undefined || toPort === undefined || port === undefined) return "unknown";
  return port >= fromPort && port <= toPort ? "allow" : "deny";
}

/** In a rule for ICMP the ports are a type and a code, each -1 for all. */
function coversType({ fromPort: type, toPort: code }: Rule, asked: Traffic): Verdict {
  if (type === every) return "allow";
  if (type === undefined || asked.port === undefined) return "unknown";
  if (type !== asked.port) return "deny";
  if (code === every) return "allow";
  if (code === undefined || asked.code === undefined) return "unknown";
  return code === asked.code ? "allow" : "deny";
}

/** `null`: a name that is not known here. */
function protocolNumber(protocol: string): number | null {
  const named = numbers[protocol.toLowerCase()];
  if (named !== undefined) return named;
  return /^(-1|\d{1,3})$/.test(protocol) ? Number(protocol) : null;
}
