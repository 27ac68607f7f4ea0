import { type Confidence, type Finding, type Severity, severities } from "../diagnosis/finding.ts";
import type { ResourceKind } from "../topology/resources.ts";
import type { Model } from "./model.ts";

/** By what findings stand together. */
export const findingGroupings = ["severity", "check", "kind"] as const;
export type FindingGrouping = (typeof findingGroupings)[number];

export interface FindingFilter {
  readonly text: string;
  readonly severity: Severity | null;
  readonly confidence: Confidence | null;
  /** What the operator ignores is shown, and nothing else. */
  readonly isIgnored: boolean;
}

export const everything: FindingFilter = { text: "", severity: null, confidence: null, isIgnored: false };

export interface FindingGroup {
  /** A severity, a code, or a kind of subject. */
  readonly key: string;
  readonly findings: readonly Finding[];
}

/** What a finding can be about, besides resources: the cluster, or an object that is no resource. */
export type SubjectKind = ResourceKind | "cluster" | "object";

interface Options {
  readonly filter: FindingFilter;
  readonly grouping: FindingGrouping;
  readonly model: Pick<Model, "byId">;
  /** What the page shows of a finding in words, which are searched too. */
  readonly textOf: (finding: Finding) => string;
}

/** The findings that a filter lets through, in groups; the worst first, in each and among them. */
export function groupFindings(
  findings: readonly Finding[],
  { filter, grouping, model, textOf }: Options,
): FindingGroup[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (finding: Finding) => {
    const { severity, confidence, ignored, code, rule, subjects } = finding;
    if (filter.isIgnored !== (ignored !== undefined)) return false;
    if (filter.severity !== null && severity !== filter.severity) return false;
    if (filter.confidence !== null && confidence !== filter.confidence) return false;
    if (words.length === 0) return true;
    const text = [code, rule, textOf(finding), ...subjects].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const keyOf: Readonly<Record<FindingGrouping, (finding: Finding) => string>> = {
    severity: ({ severity }) => severity,
    check: ({ code }) => code,
    kind: ({ subjects }) => subjectKind(model, subjects[0] ?? "cluster"),
  };
  const groups = Map.groupBy(findings.filter(fits), keyOf[grouping]);
  return [...groups].map(([key, members]) => ({ key, findings: members }));
}

const prefixes: readonly (readonly [string, SubjectKind])[] = [
  ["i-", "instance"],
  ["node/", "instance"],
  ["pod/", "pod"],
  ["policy/", "policy"],
  ["sg-", "securityGroup"],
  ["subnet-", "subnet"],
  ["eni-", "interface"],
];

/** What a subject is, also when nothing of it is here. */
export function subjectKind({ byId }: Pick<Model, "byId">, id: string): SubjectKind {
  if (id === "cluster") return "cluster";
  return byId.get(id)?.kind ?? prefixes.find(([prefix]) => id.startsWith(prefix))?.[1] ?? "object";
}

/** All findings about a resource, with those that others explain; the worst first. */
export function findingsAbout(findings: readonly Finding[], id: string): Finding[] {
  const about: Finding[] = [];
  const look = (one: Finding) => {
    if (one.subjects.includes(id)) about.push(one);
    else one.follows.forEach(look);
  };
  findings.forEach(look);
  return about.sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
}
