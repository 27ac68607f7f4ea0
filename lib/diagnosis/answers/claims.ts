import type { Facts, Finding } from "../finding.ts";
import type { Host } from "../host.ts";
import { canLook } from "../needs.ts";
import type { Claim, ClusterRule, HostRule } from "../rule.ts";
import type { Inquiry } from "./inquiry.ts";

/** What a rule says of one host now, whether or not it has been confirmed. Nothing when something it needs was never read. */
export function claimsOn<F extends Facts>(rule: HostRule<F>, host: Host, inquiry: Inquiry): readonly Claim<F>[] {
  const ofInquiry = told.get(inquiry) ?? new Map<HostRule, Map<Host, readonly Claim[]>>();
  told.set(inquiry, ofInquiry);
  const ofRule = ofInquiry.get(rule) ?? new Map<Host, readonly Claim[]>();
  ofInquiry.set(rule, ofRule);
  const { world } = inquiry;
  const known = ofRule.get(host) ?? (canLook(rule, world.observation) ? [...rule.check(host, world)] : []);
  ofRule.set(host, known);
  // Under a rule there are only claims of that rule.
  return known as readonly Claim<F>[];
}

/** One inquiry asks the same rule about the same host for each of its Pods. */
const told = new WeakMap<Inquiry, Map<HostRule, Map<Host, readonly Claim[]>>>();

/** The same of a rule about the cluster. */
export function claimsOver<F extends Facts, G>(
  rule: ClusterRule<F, G>,
  { world, hosts }: Inquiry,
): readonly Claim<F>[] {
  if (!canLook(rule, world.observation)) return [];
  const gathered = new Map<string, G>();
  for (const [id, host] of hosts) {
    const one = rule.gather?.(host, world) ?? null;
    if (one !== null) gathered.set(id, one);
  }
  return [...rule.check(world, gathered)];
}

export function isAbout(claim: { readonly subjects: readonly string[] }, subject: string): boolean {
  return claim.subjects.includes(subject);
}

/** Ids of the findings about something, also of those that another one explains: what is told of it elsewhere. */
export function findingsAbout({ findings }: Inquiry, subject: string): readonly string[] {
  return allFindings(findings.values())
    .filter((finding) => isAbout(finding, subject))
    .map(({ id }) => id);
}

/** The finding of a rule about something, if it has been confirmed. */
export function findingOf({ findings }: Inquiry, rule: string, subject: string): Finding | undefined {
  return allFindings(findings.values()).find((finding) => finding.rule === rule && isAbout(finding, subject));
}

export function allFindings(findings: Iterable<Finding>): readonly Finding[] {
  return [...findings].flatMap((finding) => [finding, ...allFindings(finding.follows)]);
}
