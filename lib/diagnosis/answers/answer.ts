import { type AnswerName, answerSubjects } from "./answer-names.ts";
import { type Holders, holders } from "./holders.ts";
import type { Inquiry } from "./inquiry.ts";
import { type Leaks, leaks } from "./leaks.ts";
import { type NodeTrunk, nodeTrunk } from "./node-trunk.ts";
import { type PodGroups, podGroups } from "./pod-groups.ts";
import { type PodWaiting, podWaiting } from "./pod-waiting.ts";
import { type PolicyReach, policyReach } from "./policy-reach.ts";
import { type Settings, settings } from "./settings.ts";

/** The questions people come with, and what each is answered with. */
export interface AnswerOf {
  "pod-groups": PodGroups;
  "pod-waiting": PodWaiting;
  "policy-reach": PolicyReach;
  "node-trunk": NodeTrunk;
  holders: Holders;
  leaks: Leaks;
  settings: Settings;
}

/** An answer, and what it is an answer to. */
export interface Answered<N extends AnswerName = AnswerName> {
  readonly version: 1;
  readonly what: N;
  /** As it was asked; `null`: of the cluster as a whole. */
  readonly subject: string | null;
  readonly cluster: string;
  readonly region: string | null;
  /** The moment, epoch milliseconds. */
  readonly at: number;
  /** `null`: there is nothing of that name at this moment. */
  readonly answer: AnswerOf[N] | null;
}

const answerers: { readonly [N in AnswerName]: (inquiry: Inquiry, subject: string) => AnswerOf[N] | null } = {
  "pod-groups": podGroups,
  "pod-waiting": podWaiting,
  "policy-reach": policyReach,
  "node-trunk": nodeTrunk,
  holders,
  leaks,
  settings,
};

/** `subject`: `NAMESPACE/NAME` of a Pod or policy, the name or instance id of a node, `sg-…` or `subnet-…`; ids of resources do as well. */
export function answerTo<N extends AnswerName>(
  inquiry: Inquiry,
  { what, subject, about }: { readonly what: N; readonly subject: string | null; readonly about: Told },
): Answered<N> {
  const name = bareName(what, subject ?? "");
  const answer = answerers[what](inquiry, name);
  return { version: 1, what, subject, ...about, at: inquiry.world.now, answer };
}

type Told = Pick<Answered, "cluster" | "region">;

/** Ids of Pods and policies have one slash more than their names. */
function bareName(what: AnswerName, subject: string): string {
  const kind = answerSubjects[what];
  const isId = (kind === "pod" || kind === "policy") && subject.startsWith(`${kind}/`) && subject.split("/").length > 2;
  return isId ? subject.slice(subject.indexOf("/") + 1) : subject;
}
