import type { Item } from "../recording/collections.ts";
import { readAwsNode } from "../topology/aws-node.ts";
import { callEvidence, type EniTrack } from "./eni-track.ts";
import { Marks } from "./marks.ts";
import { type Past, stated } from "./past.ts";

type Node = Item<"nodes">;
type CniNode = Item<"cniNodes">;
type Event = Item<"events">;
type AuditEvent = Item<"auditEvents">;

const feature = "SecurityGroupsForPods";
const legacyLabel = "vpc.amazonaws.com/has-trunk-attached";

/** What was seen of one node: of one uid, from its first sight until it is gone. */
export class NodeTrack {
  readonly id: string;
  readonly from: number;
  readonly marks = new Marks();
  readonly blind = new Set<string>();
  uid: string | null = null;
  instanceId: string | null = null;
  isThere = false;
  wasSeen = false;
  /** ENABLE_POD_ENI of its aws-node; `null` = not known. */
  podEni: boolean | null = null;

  constructor(id: string, from: number) {
    this.id = id;
    this.from = from;
  }

  take(node: Node | null, past: Past): void {
    const sight = past.seen("nodes");
    if (node === null) {
      this.isThere = false;
      this.marks.see("N8", sight, past.evidence("nodes", this.id, "name", "no longer listed", sight.at));
      return;
    }
    const shows = (field: string, value: string | number) => past.evidence("nodes", this.id, field, value, sight.at);
    this.isThere = true;
    this.wasSeen = true;
    this.uid = node.uid ?? this.uid;
    this.instanceId = node.providerId?.split("/").at(-1) ?? this.instanceId;
    if (!this.marks.has("N0")) {
      const created = node.createdAt === undefined ? sight : stated(node.createdAt);
      this.marks.see("N0", created, shows("name", node.name), shows("providerId", node.providerId ?? "none"));
    }
    const label = node.labels[legacyLabel];
    if (label !== undefined && !this.marks.has("N2")) this.marks.see("N2", sight, shows("labels", legacyLabel));
    const { capacity, allocatable } = node;
    if ((capacity.podEni ?? 0) > 0 && !this.marks.has("N5"))
      this.marks.see("N5", sight, shows("capacity.podEni", capacity.podEni ?? 0));
    if ((allocatable.podEni ?? 0) > 0 && !this.marks.has("N6"))
      this.marks.see("N6", sight, shows("allocatable.podEni", allocatable.podEni ?? 0));
    // A node always states how many Pods it takes: where it does not, its capacity is not in the object.
    for (const [step, known] of [["N5", capacity] as const, ["N6", allocatable] as const]) {
      if (known.pods === undefined && known.podEni === undefined) this.blind.add(step);
      else this.blind.delete(step);
    }
  }

  takeCniNode(cniNode: CniNode | null, past: Past): void {
    if (cniNode === null) return;
    const sight = past.seen("cniNodes");
    const shows = (field: string, value: string) => past.evidence("cniNodes", this.id, field, value, sight.at);
    if (!this.marks.has("N1")) {
      this.marks.see(
        "N1",
        cniNode.createdAt === undefined ? sight : stated(cniNode.createdAt),
        shows("name", cniNode.name),
      );
    }
    const isAsked = cniNode.features.some(({ name }) => name === feature);
    if (isAsked && !this.marks.has("N2")) {
      const changed = cniNode.featuresChangedAt;
      this.marks.see("N2", changed === undefined ? sight : stated(changed), shows("features", feature));
    }
    if (!isAsked && this.marks.has("N2") && !this.marks.has("N7"))
      this.marks.see("N7", sight, shows("features", cniNode.features.map(({ name }) => name).join(", ") || "none"));
  }

  takeAwsNode(pod: Item<"pods">): void {
    this.podEni = readAwsNode(pod).podEni;
  }

  takeEvent(id: string, { reason = "", message = "", firstAt, lastAt }: Event, past: Past): void {
    const step = stepsOfEvents[reason];
    const at = firstAt ?? lastAt;
    if (step === undefined) return;
    const evidence = past.evidence("events", id, reason, message, at ?? past.at);
    this.marks.see(step, at === undefined ? past.seen("events") : stated(at), evidence);
  }

  takeAudit(
    { id, at, resource, subresource, verb, user, code, reason, features, capacity, isController }: AuditEvent,
    past: Past,
  ): void {
    const isRefused = (code ?? 200) >= 400;
    const tells = (field: string, value: string) => ({
      ...past.evidence("auditEvents", id, field, value, at),
      ...(user === undefined ? {} : { by: user }),
      request: id,
      ...(isRefused ? { error: reason ?? String(code) } : {}),
    });
    if (isRefused) return;
    if (resource === "cninodes" && features?.includes(feature))
      this.marks.see("N2", stated(at), tells("features", feature));
    if (resource === "cninodes" && verb === "create") this.marks.see("N1", stated(at), tells("verb", verb));
    // Without its body, a patch of the controller's to a node's status is still its capacity: it writes nothing else there.
    const isCapacity =
      (capacity ?? 0) > 0 || (capacity === undefined && isController === true && subresource === "status");
    if (resource === "nodes" && isCapacity)
      this.marks.see("N5", stated(at), tells("capacity", capacity === undefined ? "patched" : String(capacity)));
  }

  takeRefusal(call: Item<"apiCalls">, past: Past): void {
    this.marks.see("N4x", stated(call.at), callEvidence(call, past));
  }

  takeTrunk({ marks }: EniTrack): void {
    marks.copyTo(this.marks, { created: "N3", attached: "N4" });
  }
}

const stepsOfEvents: Readonly<Record<string, string>> = {
  ControllerVersionNotice: "notice",
  NodeTrunkInitiated: "N4",
  NodeTrunkFailedInit: "N4x",
  TrunkENICreationFailed: "N4x",
  Unsupported: "N2x",
};
