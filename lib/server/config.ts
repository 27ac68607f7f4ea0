import { z } from "zod";
import type { Ignore } from "../diagnosis/ignored.ts";
import { rules } from "../diagnosis/register.ts";
import { linkTemplate } from "../export/link-templates.ts";
import { hostName } from "./hosts.ts";
import { nearest } from "./nearest.ts";

const seconds = (least: number, most: number, usual: number) => z.number().int().min(least).max(most).default(usual);
const clusterName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "must be 1-63 of a-z, 0-9 and -, and start with a letter or digit");

const listen = z
  .strictObject({
    address: z.string().min(1).default("127.0.0.1"),
    port: z.number().int().min(0).max(65_535).default(3000),
    /** Names, with `:port` where it is not the listening one, that the page may be asked for beside loopback. */
    allowedHosts: z
      .array(
        z.string().refine((host) => hostName(host) !== null, "must be a host name or address, with :port if need be"),
      )
      .default([]),
    /** Everyone who reaches the address sees everything: there is no login. */
    allowNonLoopback: z.boolean().default(false),
  })
  .prefault({});

const history = z
  .strictObject({
    keepDays: z.number().positive().max(3650).default(7),
    keepMegabytes: z.number().int().min(16).max(1_000_000).default(1024),
    memoryOnly: z.boolean().default(false),
  })
  .prefault({});

const intervals = z
  .strictObject({
    branchesSeconds: seconds(1, 3600, 30),
    instancesSeconds: seconds(1, 3600, 60),
    groupsSeconds: seconds(1, 86_400, 120),
    /** A watch of Kubernetes that says nothing for so long is opened anew. */
    watchdogSeconds: seconds(1, 3600, 90),
    /** Kubernetes counts as frozen when a request waits so long. */
    answerSeconds: seconds(1, 600, 30),
    /** The longest pause after trouble; missing = as long as suits the trouble. */
    retrySeconds: z.number().int().min(1).max(3600).exactOptional(),
  })
  .prefault({});

const cluster = z.strictObject({
  name: clusterName,
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be an AWS region such as eu-west-1")
    .exactOptional(),
  /** A context of the kubeconfig; missing = the current one. */
  context: z.string().min(1).exactOptional(),
  inCluster: z.boolean().exactOptional(),
  kubeconfig: z.string().min(1).exactOptional(),
  /** Role to assume for EC2. */
  role: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, "must be the ARN of an IAM role")
    .exactOptional(),
  /** Missing = the VPC of the cluster's nodes. */
  vpc: z
    .string()
    .regex(/^vpc-[0-9a-f]+$/, "must be a VPC id such as vpc-0a1b2c3d")
    .exactOptional(),
  /** The name of the cluster in EKS and in its tags, where it is not `name`. */
  eksName: z.string().min(1).exactOptional(),
});

const checks = [...new Set(rules.flatMap(({ id, code }) => [id, code]))];

/** Findings that an operator knows of: shown as ignored, and still counted. */
const ignored = z
  .strictObject({
    /** `SGP-042`. */
    code: z
      .string()
      .regex(/^SGP-\d{3}$/, "must be a code such as SGP-042")
      .refine(isCheck, "is no check")
      .exactOptional(),
    /** `trunk-full`: one of several checks with a code. */
    rule: z
      .string()
      .refine(isCheck, { error: ({ input }) => `is no check${meant(String(input))}` })
      .exactOptional(),
    /** What it is about: an id, in which `*` stands for anything. */
    subject: z.string().min(1).default("*"),
    reason: z.string().trim().min(1, "must say why"),
    /** Counts up to this moment; a day counts to its end (UTC). Missing = for good. */
    until: z
      .string()
      .refine(
        (text) => endOf(text) !== null,
        "must be a day such as 2027-03-31, or a moment such as 2027-03-31T12:00:00Z",
      )
      .exactOptional(),
  })
  .refine(({ code, rule }) => (code === undefined) !== (rule === undefined), "needs a code or a rule, and not both");

/** `trunkscope.yaml`. */
export const configSchema = z.strictObject({
  listen,
  /** Where the history of live clusters is kept. */
  dataDirectory: z.string().min(1).default(".trunkscope"),
  history,
  intervals,
  /** A directory of recordings to list beside the clusters. */
  recordings: z.string().min(1).exactOptional(),
  clusters: z.array(cluster).default([]),
  ignore: z.array(ignored).default([]),
  /** Links from a resource to other tools. */
  links: z.array(linkTemplate).default([]),
});

export type Config = z.infer<typeof configSchema>;
export type ClusterConfig = z.infer<typeof cluster>;
export type HistoryConfig = z.infer<typeof history>;
export type IntervalsConfig = z.infer<typeof intervals>;

/** What the configuration silences, as diagnosis wants it. */
export function ignoresOf({ ignore }: Config): Ignore[] {
  return ignore.map(({ code, rule, subject, reason, until }) => ({
    check: code ?? rule ?? "",
    subject,
    reason,
    until: until === undefined ? null : endOf(until),
  }));
}

function isCheck(name: string): boolean {
  return checks.includes(name);
}

function meant(name: string): string {
  const near = nearest(name, checks);
  return near === null ? "" : `; did you mean ${near}?`;
}

/** The moment up to which something counts, epoch milliseconds; `null`: the text names none. */
function endOf(text: string): number | null {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : isDay ? at + 86_400_000 : at;
}
