import { workloadOf } from "../diagnosis/workloads.ts";
import type { Item } from "../recording/collections.ts";
import { parseAnnotation, podEniAnnotation } from "../topology/annotation.ts";
import type { Evidence } from "./life.ts";
import { Marks, type Sight } from "./marks.ts";
import { type Past, stated } from "./past.ts";

type Pod = Item<"pods">;
type Event = Item<"events">;
type AuditEvent = Item<"auditEvents">;

/** What was seen of one Pod: of one uid, from its first sight until it is gone. */
export class PodTrack {
  readonly id: string;
  readonly from: number;
  readonly marks = new Marks();
  /** Steps about which the object says nothing. */
  readonly blind = new Set<string>();
  uid: string | null = null;
  node: string | null = null;
  workload: string | null = null;
  asksForBranch = false;
  /** Whether the object itself was seen, and not only what tells of it. */
  wasSeen = false;
  isThere = false;
  /** Of its annotation, the entry that the CNI uses first. */
  eniIds: readonly string[] = [];

  constructor(id: string, from: number) {
    this.id = id;
    this.from = from;
  }

  take(pod: Pod, past: Past): void {
    const sight = past.seen("pods");
    const sees = (step: string, at: number | undefined, field: string, value: string | number) =>
      this.marks.see(
        step,
        at === undefined ? sight : stated(at),
        past.evidence("pods", this.id, field, value, at ?? sight.at),
      );
    this.uid = pod.uid ?? this.uid;
    this.node = pod.nodeName ?? this.node;
    this.workload ??= groupOf(pod);
    this.wasSeen = true;
    this.isThere = true;
    this.#takeAdmission(pod, sees);
    this.#takeScheduling(pod, sees);
    this.#takeNetwork(pod, sees);
    if (pod.deletingSince !== undefined)
      sees("D0", pod.deletingSince, "deletingSince", new Date(pod.deletingSince).toISOString());
    if (pod.phase === "Succeeded" || pod.phase === "Failed") sees("D1", finishedAt(pod), "phase", pod.phase);
  }

  leave(sight: Sight, evidence: Evidence): void {
    this.isThere = false;
    this.marks.see("D1", sight, evidence);
  }

  takeEvent(id: string, event: Event, past: Past): void {
    const { reason = "", firstAt, lastAt, count, message = "", type } = event;
    const step = stepOfEvent(event, this.asksForBranch);
    const at = firstAt ?? lastAt;
    if (step === null) return;
    const evidence = past.evidence(
      "events",
      id,
      reason,
      type === "Warning" ? `${type}: ${message}` : message,
      at ?? past.at,
    );
    this.marks.see(step, at === undefined ? past.seen("events") : stated(at), evidence);
    if (reason === "SecurityGroupRequested" && (count ?? 1) > 1 && lastAt !== undefined && at !== undefined) {
      const again = past.evidence("events", id, "count", String(count), lastAt);
      this.marks.see("P4w", stated(at), again);
    }
  }

  takeAudit(event: AuditEvent, past: Past): void {
    const { id, at, verb, user, code, reason, mutatedBy = [], failedOpen = [], podEni, isController } = event;
    const isRefused = (code ?? 200) >= 400;
    const tells = (field: string, value: string): Evidence => ({
      ...past.evidence("auditEvents", id, field, value, at),
      ...(user === undefined ? {} : { by: user }),
      request: id,
      ...(isRefused ? { error: reason ?? String(code) } : {}),
    });
    // Without its body, a patch of the controller's is still the annotation: it writes nothing else to a Linux Pod.
    if (podEni === undefined && isController === true && verb !== "create" && verb !== "delete") {
      this.marks.see(isRefused ? "P7x" : "P7", stated(at), tells("verb", verb));
      return;
    }
    if (podEni !== undefined) {
      this.asksForBranch = true;
      if (!isRefused && this.eniIds.length === 0) this.eniIds = podEni;
      this.marks.see(isRefused ? "P7x" : "P7", stated(at), tells("podEni", podEni.join(", ")));
      return;
    }
    if (isRefused) return;
    if (verb === "create" && event.subresource === "binding") this.marks.see("P3", stated(at), tells("verb", "bind"));
    else if (verb === "create" && event.subresource === undefined) {
      const isAsked = mutatedBy.includes(webhook) || this.asksForBranch;
      if (isAsked && !this.wasSeen) this.asksForBranch = true;
      this.marks.see("admitted", stated(at), tells("mutatedBy", mutatedBy.join(", ") || "nobody"));
      if (failedOpen.includes(webhook)) this.marks.see("P0x", stated(at), tells("failedOpen", webhook));
    } else if (verb === "delete" && event.subresource === undefined)
      this.marks.see("D0", stated(at), tells("verb", verb));
  }

  #takeAdmission(pod: Pod, sees: See): void {
    const request = pod.containers[0]?.podEniRequest ?? pod.containers[0]?.podEniLimit ?? 0;
    const elsewhere = pod.containers.find(({ podEniRequest = 0 }) => podEniRequest > 0);
    this.asksForBranch = request > 0 || elsewhere !== undefined;
    sees("admitted", pod.createdAt, "containers.0.podEniRequest", request);
  }

  #takeScheduling({ conditions, nodeName }: Pod, sees: See): void {
    const scheduled = conditions.find(({ type }) => type === "PodScheduled");
    if (scheduled?.status === "False" && scheduled.reason === "Unschedulable")
      sees("P2", scheduled.changedAt, "conditions.PodScheduled", scheduled.message ?? scheduled.reason);
    if (nodeName === undefined) return;
    if (scheduled?.status === "True") sees("P3", scheduled.changedAt, "conditions.PodScheduled", nodeName);
    else sees("P3", undefined, "nodeName", nodeName);
  }

  #takeNetwork(pod: Pod, sees: See): void {
    const text = pod.annotations[podEniAnnotation];
    const entries = text === undefined ? [] : parseAnnotation(text).entries;
    const [first] = entries;
    if (text !== undefined && first !== undefined && !this.marks.has("P7seen")) {
      sees("P7seen", undefined, "annotations", text);
      sees("P7", undefined, "annotations", text);
    }
    const ids = entries.flatMap(({ eniId }) => eniId ?? []);
    if (ids.length > 0) this.eniIds = ids;
    const condition = (name: string) => pod.conditions.find(({ type, status }) => type === name && status === "True");
    if (pod.podIp !== undefined) {
      const isRight = first === undefined ? !this.asksForBranch : pod.podIp === first.ip || pod.podIp === first.ipv6;
      if (isRight) sees("C3", condition("PodReadyToStartContainers")?.changedAt, "podIp", pod.podIp);
      else if (first !== undefined) sees("C3x", undefined, "podIp", pod.podIp);
    }
    const ready = condition("Ready");
    if (ready !== undefined) sees("C4", ready.changedAt, "conditions.Ready", ready.status);
    if (pod.conditions.length === 0) this.blind.add("C4");
    else this.blind.delete("C4");
  }
}

/** The Jobs of a CronJob are one workload: their names end in the minute they were due. */
function groupOf(pod: Pod): string {
  const { owner } = pod;
  if (owner?.kind !== "Job") return workloadOf(pod);
  const cronJob = /^(.+)-\d{8,}$/.exec(owner.name)?.[1];
  return cronJob === undefined ? `job/${owner.name}` : `cronjob/${cronJob}`;
}

type See = (step: string, at: number | undefined, field: string, value: string | number) => void;

const webhook = "mpod.vpc.k8s.aws";

const stepsOfEvents: Readonly<Record<string, string>> = {
  FailedScheduling: "P2",
  SecurityGroupRequested: "P4",
  BranchAllocationFailed: "P4x",
  BranchENIAnnotationFailed: "P7x",
  ResourceAllocated: "P7",
  FailedCreatePodSandBox: "C0",
};

function stepOfEvent({ reason = "", message = "" }: Event, asksForBranch: boolean): string | null {
  // The controller tells of Windows addresses with the same reason (domain 4e).
  if (reason === "ResourceAllocated" && !message.includes("eniId")) return null;
  if (reason === "FailedScheduling" && asksForBranch && !message.includes("vpc.amazonaws.com/pod-eni")) return null;
  return stepsOfEvents[reason] ?? null;
}

function finishedAt({ statuses = [] }: Pod): number | undefined {
  const times = statuses.flatMap(({ finishedAt: at }) => at ?? []);
  return times.length === 0 || times.length < statuses.length ? undefined : Math.max(...times);
}
