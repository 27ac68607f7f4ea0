import type { Change } from "../recording/change.ts";
import type { Item } from "../recording/collections.ts";
import { emptyObservation } from "../recording/observation.ts";
import type { Header } from "../recording/recording.ts";
import { parseAnnotation, podEniAnnotation } from "../topology/annotation.ts";
import { awsNodeLabel } from "../topology/aws-node.ts";
import { releaseSeconds } from "../topology/cool-down.ts";
import { EniTrack } from "./eni-track.ts";
import { NodeTrack } from "./node-track.ts";
import { changedIn, Past } from "./past.ts";
import { PodTrack } from "./pod-track.ts";

type Pod = Item<"pods">;

/** Whom a chronicle follows; what is missing is not followed. */
export interface Followed {
  readonly pod?: (id: string) => boolean;
  readonly node?: (name: string) => boolean;
  readonly eni?: (id: string) => boolean;
  /** Whether to find out which Pods owned the ENIs. */
  readonly owners?: boolean;
}

const mostTracks = 20_000;
const mostEarlier = 20;

/** Reads the changes of a cluster one after the other, and keeps what they tell of those it follows. One pass, any number of subjects. */
export class Chronicle {
  readonly past: Past;
  readonly pods = new Map<string, PodTrack>();
  readonly nodes = new Map<string, NodeTrack>();
  readonly enis = new Map<string, EniTrack>();
  /** Pods of which another of the same name came later, oldest first. */
  readonly earlierPods: PodTrack[] = [];
  readonly earlierNodes: NodeTrack[] = [];
  readonly apiErrors = new Map<string, number>();
  readonly #leftOut = new Set<string>();
  releaseSeconds = releaseSeconds(emptyObservation);
  readonly #followed: Followed;
  readonly #instances = new Map<string, string>();
  readonly #trunkInstance = new Map<string, string>();
  readonly #until: number;
  readonly #owned = new Map<string, readonly string[]>();
  readonly #byAssociation = new Map<string, EniTrack>();

  constructor(followed: Followed, { filled }: Pick<Header, "filled">, until = Number.POSITIVE_INFINITY) {
    this.past = new Past(filled);
    this.#followed = followed;
    this.#until = until;
  }

  /** How many Pods are left out, because there were too many. */
  get leftOut(): number {
    return this.#leftOut.size;
  }

  take(change: Change): void {
    this.past.advance(change);
    this.#takeCoolDown(change);
    for (const [name, node] of changedIn(change, "nodes")) this.#takeNode(name, node);
    for (const [name, cniNode] of changedIn(change, "cniNodes")) this.#node(name)?.takeCniNode(cniNode, this.past);
    for (const [id, pod] of changedIn(change, "pods")) this.#takePod(id, pod);
    for (const [id, eni] of changedIn(change, "interfaces")) this.#takeInterface(id, eni);
    for (const [id, event] of changedIn(change, "events")) if (event !== null) this.#takeEvent(id, event);
    for (const [, event] of changedIn(change, "auditEvents")) if (event !== null) this.#takeAudit(event);
    const calls = [...changedIn(change, "apiCalls").values()].filter((call) => call !== null);
    // Calls come by id: an association must be known before its end.
    for (const call of calls.toSorted((a, b) => a.at - b.at)) this.#takeCall(call);
  }

  #takeCoolDown(change: Change): void {
    const configMaps = changedIn(change, "configMaps");
    if (!configMaps.has("kube-system/amazon-vpc-cni")) return;
    const kept = new Map([...configMaps].flatMap(([id, item]) => (item === null ? [] : [[id, item] as const])));
    this.releaseSeconds = releaseSeconds({ ...emptyObservation, items: { configMaps: kept } });
  }

  #takePod(id: string, pod: Pod | null): void {
    if (this.#followed.owners === true) this.#takeOwner(id, pod);
    if (pod?.labels["k8s-app"] === awsNodeLabel && pod.nodeName !== undefined)
      this.#node(pod.nodeName)?.takeAwsNode(pod);
    if (this.#followed.pod?.(id) !== true) return;
    const known = this.pods.get(id);
    if (pod === null) {
      const sight = this.past.seen("pods");
      known?.leave(sight, this.past.evidence("pods", id, "name", "no longer listed", sight.at));
      return;
    }
    this.#podTrack(id, pod.uid)?.take(pod, this.past);
  }

  /** The track of a Pod; a new one where another Pod took the name. */
  #podTrack(id: string, uid: string | undefined): PodTrack | undefined {
    const known = this.pods.get(id);
    const isOther =
      known !== undefined && uid !== undefined && known.uid !== null
        ? known.uid !== uid
        : known?.isThere === false && known.wasSeen;
    if (known !== undefined && !isOther) return known;
    if (known !== undefined) {
      // The object of the same name was replaced between two readings.
      const sight = this.past.seen("pods");
      if (known.isThere) known.leave(sight, this.past.evidence("pods", id, "uid", uid ?? "another", sight.at));
      this.earlierPods.push(known);
    } else if (this.pods.size + this.earlierPods.length >= mostTracks) {
      this.#leftOut.add(id);
      return undefined;
    }
    const made = new PodTrack(id, this.past.at);
    made.uid = uid ?? null;
    this.pods.set(id, made);
    return made;
  }

  #node(name: string): NodeTrack | undefined {
    if (this.#followed.node?.(name) !== true) return undefined;
    const known = this.nodes.get(name);
    if (known !== undefined) return known;
    const made = new NodeTrack(name, this.past.at);
    this.nodes.set(name, made);
    return made;
  }

  #takeNode(name: string, node: Item<"nodes"> | null): void {
    if (node === null && this.#followed.pod !== undefined) this.#releaseFrom(name);
    const track = this.#node(name);
    if (track === undefined) return;
    const isOther =
      node !== null &&
      track.wasSeen &&
      (!track.isThere || (node.uid !== undefined && track.uid !== null && node.uid !== track.uid));
    if (isOther) {
      if (this.earlierNodes.length < mostEarlier) this.earlierNodes.push(track);
      this.nodes.delete(name);
    }
    const current = this.#node(name);
    current?.take(node, this.past);
    if (current?.instanceId != null) this.#instances.set(current.instanceId, name);
  }

  /** The controller lets go of the branches of a node that is gone, whatever becomes of its Pods (domain 4d). */
  #releaseFrom(node: string): void {
    for (const track of this.pods.values()) {
      if (track.node !== node || track.marks.has("D1")) continue;
      const sight = this.past.seen("nodes");
      track.marks.see("D1", sight, this.past.evidence("nodes", node, "name", "no longer listed", sight.at));
    }
  }

  #eni(id: string): EniTrack | undefined {
    const known = this.enis.get(id);
    if (known !== undefined || this.#followed.eni?.(id) !== true) return known;
    if (this.enis.size >= mostTracks) return undefined;
    const made = new EniTrack(id);
    this.enis.set(id, made);
    return made;
  }

  #takeInterface(id: string, eni: Item<"interfaces"> | null): void {
    this.#eni(id)?.take(eni, this.past);
    if (this.#followed.node === undefined) return;
    if (eni?.type === "trunk") {
      const instanceId = eni.attachment?.instanceId ?? eni.tags["node.k8s.amazonaws.com/instance_id"];
      if (instanceId !== undefined) this.#trunkInstance.set(id, instanceId);
    }
    const name = this.#instances.get(this.#trunkInstance.get(id) ?? "");
    if (name === undefined || this.#followed.eni?.(id) === true) return;
    const track = this.enis.get(id) ?? new EniTrack(id);
    this.enis.set(id, track);
    track.take(eni, this.past);
  }

  /** The trunks of a node, as far as they were seen. */
  trunksOf({ instanceId }: NodeTrack): EniTrack[] {
    return [...this.#trunkInstance].flatMap(([id, instance]) =>
      instance === instanceId ? (this.enis.get(id) ?? []) : [],
    );
  }

  #takeOwner(id: string, pod: Pod | null): void {
    const isLive = pod !== null && pod.phase !== "Succeeded" && pod.phase !== "Failed";
    const text = isLive ? pod.annotations[podEniAnnotation] : undefined;
    const named = text === undefined ? [] : parseAnnotation(text).entries.flatMap(({ eniId }) => eniId ?? []);
    const sight = this.past.seen("pods");
    for (const eniId of named) {
      const track = this.#eni(eniId);
      if (track === undefined) continue;
      this.#owned.set(id, [...new Set([...(this.#owned.get(id) ?? []), eniId])]);
      track.own({ pod: id, uid: pod?.uid ?? null }, sight);
      track.marks.see("annotated", sight, this.past.evidence("pods", id, "annotations", text ?? "", sight.at));
      if (pod?.podIp !== undefined)
        track.marks.see("in-use", sight, this.past.evidence("pods", id, "podIp", pod.podIp, sight.at));
    }
    for (const eniId of this.#owned.get(id) ?? []) {
      if (named.includes(eniId)) continue;
      const track = this.enis.get(eniId);
      if (track?.owners.at(-1)?.pod !== id) continue;
      track.own(null, sight);
      const why = pod === null ? "no longer listed" : (pod.phase ?? "no annotation");
      track.marks.see("unowned", sight, this.past.evidence("pods", id, pod === null ? "name" : "phase", why, sight.at));
    }
    if (named.length === 0) this.#owned.delete(id);
  }

  #takeEvent(id: string, event: Item<"events">): void {
    if ((event.firstAt ?? event.lastAt ?? 0) > this.#until) return;
    const { kind, namespace, name, uid } = event.about;
    if (kind === "Node") this.nodes.get(name)?.takeEvent(id, event, this.past);
    if (kind !== "Pod" || namespace === undefined) return;
    const podId = `${namespace}/${name}`;
    const known = this.pods.get(podId);
    const track =
      uid === undefined || known === undefined || known.uid === null || known.uid === uid
        ? known
        : this.earlierPods.findLast((earlier) => earlier.id === podId && earlier.uid === uid);
    track?.takeEvent(id, event, this.past);
  }

  #takeAudit(event: Item<"auditEvents">): void {
    if (event.at > this.#until) return;
    if (event.resource === "pods" && event.namespace !== undefined) {
      const id = `${event.namespace}/${event.name}`;
      if (this.#followed.pod?.(id) === true) {
        const earlier = this.earlierPods.findLast((track) => track.id === id && track.uid === event.uid);
        (earlier ?? this.pods.get(id) ?? this.#podTrack(id, event.uid))?.takeAudit(event, this.past);
      }
      this.#takeAuditedOwner(id, event);
    }
    if (event.resource === "nodes" || event.resource === "cninodes")
      this.#node(event.name)?.takeAudit(event, this.past);
  }

  #takeAuditedOwner(id: string, { id: auditId, at, podEni = [], uid, user, code }: Item<"auditEvents">): void {
    if ((code ?? 200) >= 400 || this.#followed.owners !== true) return;
    for (const eniId of podEni) {
      const track = this.#eni(eniId);
      if (track === undefined) continue;
      const sight = { at, notBefore: null, isStated: true };
      const told = this.past.evidence("auditEvents", auditId, "podEni", id, at);
      const by = user === undefined ? {} : { by: user };
      track.marks.see("annotated", sight, { ...told, ...by, request: auditId });
      if (track.owners.length === 0) track.owners.push({ pod: id, uid: uid ?? null, from: at, to: null });
    }
  }

  #takeCall(call: Item<"apiCalls">): void {
    if (call.at > this.#until) return;
    if (call.errorCode !== undefined) {
      const key = `${call.call} ${call.errorCode}`;
      this.apiErrors.set(key, (this.apiErrors.get(key) ?? 0) + 1);
    }
    const { interfaceId, associationId } = call;
    const track = interfaceId === undefined ? this.#byAssociation.get(associationId ?? "") : this.#eni(interfaceId);
    if (track !== undefined && associationId !== undefined) this.#byAssociation.set(associationId, track);
    track?.takeCall(call, this.past);
    const node = this.nodes.get(this.#instances.get(call.instanceId ?? "") ?? "");
    if (call.call === "AttachNetworkInterface" && call.errorCode !== undefined) node?.takeRefusal(call, this.past);
  }
}
