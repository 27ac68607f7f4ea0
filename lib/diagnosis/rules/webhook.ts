import type { Item } from "../../recording/collections.ts";
import type { LabelSelector } from "../../topology/selector.ts";
import { printSelector, selects } from "../../topology/selector.ts";
import { eventId, lastTold } from "../allocation.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";
import type { World } from "../world.ts";

type Webhook = Item<"webhookConfigurations">["webhooks"][number];

type WebhookBroken = {
  configuration: string;
  problem: "missing" | "no-entry" | "no-ca-bundle" | "rules" | "namespace-selector" | "object-selector";
  /** The selector that leaves pods out, as one reads it; `null` otherwise. */
  selector: string | null;
  /** Namespaces with policies that it leaves out. */
  namespaces: string[];
};

const configuration = "vpc-resource-mutating-webhook";
const entry = "mpod.vpc.k8s.aws";

export const webhookBroken = defineRule<WebhookBroken, never>({
  id: "webhook-broken",
  code: "SGP-073",
  severity: "critical",
  per: "cluster",
  needs: ["webhookConfigurations"],
  *check(world) {
    const found = world.item("webhookConfigurations", configuration);
    const webhook = found?.webhooks.find(({ name }) => name === entry);
    const problem = found === undefined ? "missing" : webhook === undefined ? "no-entry" : problemOf(webhook, world);
    if (problem === null) return;
    const selector = selectorBehind(problem, webhook);
    const isSure = selector === undefined || canJudge(problem, world);
    yield {
      subjects: ["cluster", `webhookConfigurations/${configuration}`],
      // As EKS installs it, it has no selector: one that was put there and cannot be judged is still told.
      ...(isSure ? {} : { confidence: "cannot-tell" as const }),
      facts: {
        configuration,
        problem,
        selector: selector === undefined ? null : printSelector(selector),
        namespaces: problem === "namespace-selector" && webhook ? leftOut(webhook, world) : [],
      },
      evidence: [seen("webhookConfigurations", configuration, fieldOf[problem], null)],
    };
  },
});

const fieldOf: Readonly<Record<WebhookBroken["problem"], string>> = {
  missing: "name",
  "no-entry": `webhooks.${entry}`,
  "no-ca-bundle": `webhooks.${entry}.hasCaBundle`,
  rules: `webhooks.${entry}.rules`,
  "namespace-selector": `webhooks.${entry}.namespaceSelector`,
  "object-selector": `webhooks.${entry}.objectSelector`,
};

type Denied = {
  webhook: string;
  cause: "service-account" | "annotation-in-template" | "other";
  owners: string[];
  message: string;
  times: number;
  lastAt: number;
};

/** A ReplicaSet tries again within 17 minutes at the latest. */
const stillTryingSeconds = 20 * 60;

export const admissionDenied = defineRule<Denied, never>({
  id: "admission-denied",
  code: "SGP-076",
  severity: "high",
  per: "cluster",
  needs: ["events", "pods"],
  *check(world) {
    const denials = world.eventsOf("FailedCreate").filter((event) => isDenial(event, world));
    const open = denials.length === 0 ? [] : withoutSuccess(denials, world);
    for (const [story, events] of Map.groupBy(
      open,
      ({ message = "" }) => `${webhookIn(message)} ${causeIn(message)}`,
    )) {
      const last = events.at(-1) as Item<"events">;
      const message = last.message ?? "";
      const owners = [...new Set(events.map(({ about }) => `${about.kind}/${about.namespace}/${about.name}`))];
      const [first, ...others] = events.map((event) => `events/${eventId(event)}`) as [string];
      yield {
        story,
        subjects: [first, ...others],
        facts: {
          webhook: webhookIn(message),
          cause: causeIn(message),
          owners,
          message,
          times: events.reduce((sum, { count = 1 }) => sum + count, 0),
          lastAt: lastTold(last),
        },
        evidence: [seen("events", eventId(last), "message", message)],
      };
    }
  },
});

function isDenial(event: Item<"events">, world: World): boolean {
  return webhookPattern.test(event.message ?? "") && !world.isOlderThan(lastTold(event), stillTryingSeconds);
}

const webhookPattern = /[mv]pod\.vpc\.k8s\.aws/;

function webhookIn(message: string): string {
  return webhookPattern.exec(message)?.[0] ?? entry;
}

function causeIn(message: string): Denied["cause"] {
  if (/Failed to get Matching SGP/i.test(message)) return "service-account";
  return /cannot be created with vpc\.amazonaws\.com\/pod-eni annotation/i.test(message)
    ? "annotation-in-template"
    : "other";
}

/** Who has created a pod since is denied no more. */
function withoutSuccess(denials: readonly Item<"events">[], world: World): Item<"events">[] {
  const newest = new Map<string, number>();
  for (const { namespace, owner, createdAt = 0 } of world.items("pods").values()) {
    if (owner === undefined) continue;
    const key = `${owner.kind}/${namespace}/${owner.name}`;
    newest.set(key, Math.max(newest.get(key) ?? 0, createdAt));
  }
  return denials.filter((event) => {
    const { kind, namespace, name } = event.about;
    return (newest.get(`${kind}/${namespace ?? event.namespace}/${name}`) ?? 0) <= lastTold(event);
  });
}

function problemOf(webhook: Webhook, world: World): Exclude<WebhookBroken["problem"], "missing" | "no-entry"> | null {
  if (!webhook.hasCaBundle) return "no-ca-bundle";
  if (!webhook.rules.some(coversNewPods)) return "rules";
  if (!isEmpty(webhook.namespaceSelector)) {
    if (!canJudge("namespace-selector", world) || leftOut(webhook, world).length > 0) return "namespace-selector";
  }
  if (isEmpty(webhook.objectSelector)) return null;
  return !canJudge("object-selector", world) || leavesPodsOut(webhook, world) ? "object-selector" : null;
}

/** Whether what a selector leaves out can be known. */
function canJudge(problem: WebhookBroken["problem"], world: World): boolean {
  const others = problem === "namespace-selector" ? "namespaces" : "pods";
  return world.wasRead("securityGroupPolicies") && world.wasRead(others);
}

function coversNewPods({ operations, apiGroups, apiVersions, resources }: Webhook["rules"][number]): boolean {
  const has = (list: readonly string[], ...names: readonly string[]) => names.some((name) => list.includes(name));
  return (
    has(operations, "CREATE", "*") &&
    has(apiGroups, "", "*") &&
    has(apiVersions, "v1", "*") &&
    has(resources, "pods", "*", "*/*")
  );
}

/** Namespaces with policies that its namespaceSelector does not admit. */
function leftOut({ namespaceSelector = {} }: Webhook, world: World): string[] {
  const concerned = new Set([...world.items("securityGroupPolicies").values()].map(({ namespace }) => namespace));
  return [...concerned]
    .filter((name) => {
      const labels = world.item("namespaces", name)?.labels;
      return labels !== undefined && !selects(namespaceSelector, { "kubernetes.io/metadata.name": name, ...labels });
    })
    .sort();
}

/** Whether a pod that some policy selects has labels that its objectSelector does not admit. */
function leavesPodsOut({ objectSelector = {} }: Webhook, world: World): boolean {
  for (const [key, { labels }] of world.items("pods")) {
    const isSelected = (world.resource("pod", `pod/${key}`)?.policyIds?.length ?? 0) > 0;
    if (isSelected && !selects(objectSelector, labels)) return true;
  }
  return false;
}

function isEmpty({ matchLabels = {}, matchExpressions = [] }: LabelSelector = {}): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

function selectorBehind(problem: WebhookBroken["problem"], webhook: Webhook | undefined): LabelSelector | undefined {
  if (problem === "namespace-selector") return webhook?.namespaceSelector;
  return problem === "object-selector" ? webhook?.objectSelector : undefined;
}
