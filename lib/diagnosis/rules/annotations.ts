import { podEniAnnotation } from "../../topology/annotation.ts";
import { annotationOf, isLive } from "../../topology/world.ts";
import { callEvidence, callsAbout, lastDone } from "../calls.ts";
import type { HostedPod } from "../host.ts";
import { defineRule } from "../rule.ts";
import { joinFacts, podsOn, seen } from "../seen.ts";

const field = `annotations.${podEniAnnotation}`;

type UnknownFacts = {
  pod: string;
  eni: string;
  ip: string | null;
  node: string | null;
  ready: boolean;
  /** Who deleted the ENI, from CloudTrail; `null`: no record tells. */
  deletedAt: number | null;
  deletedBy: string | null;
  deleteRequest: string | null;
};

export const annotationNamesUnknown = defineRule<UnknownFacts>({
  id: "annotation-names-unknown",
  code: "SGP-005",
  severity: "critical",
  per: "host",
  needs: ["pods", "interfaces"],
  // Nobody records a direct look-up, so three readings over three minutes stand in for it (domain 13.7); a record of the deletion is better.
  confirmAfterSeconds: 180,
  confirmReadings: 3,
  needsHistory: true,
  *check(host, world) {
    for (const { pod, item } of podsOn(host)) {
      if (!pod.marks.includes("annotation-names-unknown-interface")) continue;
      const entry = isLive(item) ? annotationOf(item)?.entries[0] : undefined;
      if (entry?.eniId === undefined || world.item("interfaces", entry.eniId) !== undefined) continue;
      const deletion = lastDone(callsAbout(world, entry.eniId), "DeleteNetworkInterface");
      yield {
        subjects: [pod.id],
        facts: {
          pod: nameOf(item),
          eni: entry.eniId,
          ip: entry.ip ?? entry.ipv6 ?? null,
          node: item.nodeName ?? null,
          ready: pod.ready === true,
          deletedAt: deletion?.at ?? null,
          deletedBy: deletion?.by ?? null,
          deleteRequest: deletion?.requestId ?? null,
        },
        evidence: [
          seen("pods", nameOf(item), field, item.annotations[podEniAnnotation]),
          ...(deletion === undefined ? [] : callEvidence(deletion)),
        ],
        ...(deletion === undefined ? {} : { isProven: true, since: { at: deletion.at, exact: true } }),
      };
    }
  },
});

type CompletedFacts = { pods: string[]; phases: string[]; node: string | null; finishedAt: number | null };

/** It says so that nobody takes the annotation for a claim on an ENI; the rules about annotations look at live pods only. */
export const completedKeepsAnnotation = defineRule<CompletedFacts>({
  id: "completed-keeps-annotation",
  code: "SGP-006",
  severity: "info",
  per: "host",
  needs: ["pods"],
  merge: joinFacts,
  *check(host) {
    for (const { pod, item } of podsOn(host)) {
      if (isLive(item) || annotationOf(item) === null) continue;
      const finished = (item.statuses ?? []).flatMap(({ finishedAt }) => finishedAt ?? []);
      const finishedAt = finished.length === 0 ? null : Math.max(...finished);
      yield {
        story: host.id,
        subjects: [pod.id],
        facts: {
          pods: [nameOf(item)],
          phases: item.phase === undefined ? [] : [item.phase],
          node: item.nodeName ?? null,
          finishedAt,
        },
        evidence: [seen("pods", nameOf(item), "phase", item.phase)],
        since: finishedAt === null ? null : { at: finishedAt, exact: true },
      };
    }
  },
});

type SurplusFacts = { pod: string; entries: number; unused: string[]; containers: string[]; requests: number[] };

export const surplusBranches = defineRule<SurplusFacts>({
  id: "surplus-branches",
  code: "SGP-012",
  severity: "low",
  per: "host",
  needs: ["pods"],
  *check(host) {
    for (const { pod, item } of podsOn(host)) {
      const { annotation: entries = [] } = pod;
      if (entries.length < 2 || !isLive(item)) continue;
      const asking = item.containers.filter(({ podEniRequest = 0 }) => podEniRequest > 0);
      yield {
        subjects: [pod.id, ...pod.branchIds.slice(1)],
        facts: {
          pod: nameOf(item),
          entries: entries.length,
          unused: entries.slice(1).flatMap(({ eniId }) => eniId ?? []),
          containers: asking.map(({ name }) => name),
          requests: asking.map(({ podEniRequest = 0 }) => podEniRequest),
        },
        evidence: [seen("pods", nameOf(item), field, item.annotations[podEniAnnotation])],
      };
    }
  },
});

const longestText = 400;

type UnusableFacts = { pod: string; problem: string; text: string; node: string | null };

export const annotationUnusable = defineRule<UnusableFacts>({
  id: "annotation-unusable",
  code: "SGP-013",
  severity: "high",
  per: "host",
  needs: ["pods"],
  *check(host) {
    for (const { pod, item } of podsOn(host)) {
      if (pod.annotationText === undefined || !isLive(item)) continue;
      const annotation = annotationOf(item);
      if (!annotation?.problem) continue;
      const text = item.annotations[podEniAnnotation] ?? "";
      yield {
        subjects: [pod.id],
        facts: {
          pod: nameOf(item),
          problem: annotation.problem,
          text: text.slice(0, longestText),
          node: item.nodeName ?? null,
        },
        evidence: [seen("pods", nameOf(item), field, text)],
      };
    }
  },
});

function nameOf({ namespace, name }: HostedPod["item"]): string {
  return `${namespace}/${name}`;
}
