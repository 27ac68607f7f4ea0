import { isLive, isSgpPod } from "../pods.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";
import { isBefore } from "../version.ts";

type GraceFacts = { workload: string; version: string | null; isLeaking: boolean };

/** Up to this version the CNI needed the pod object to take its network down (domain 9.5, SGP-091). */
const lastLeaking = [1, 10, 2] as const;

export const gracePeriodZero = defineRule<GraceFacts>({
  id: "grace-period-zero",
  code: "SGP-091",
  severity: "medium",
  per: "host",
  needs: ["pods"],
  *check({ pods, awsNode }) {
    const version = awsNode?.version ?? null;
    const isLeaking = version !== null && !isBefore(lastLeaking, version);
    for (const { pod, item } of pods) {
      if (item.graceSeconds !== 0 || !isSgpPod(item) || !isLive(item) || item.hostNetwork === true) continue;
      const { kind, name } = pod.workload ?? { kind: "Pod", name: pod.name };
      yield {
        story: `${pod.namespace}/${kind}/${name}`,
        subjects: [pod.id],
        severity: isLeaking ? "high" : "medium",
        facts: { workload: `${kind} ${pod.namespace}/${name}`, version: version?.join(".") ?? null, isLeaking },
        evidence: [seen("pods", `${item.namespace}/${item.name}`, "graceSeconds", 0)],
      };
    }
  },
});
