import type { Item } from "../recording/collections.ts";
import { kindOf } from "../topology/interface-kind.ts";
import type { Owner } from "./life.ts";
import { Marks, type Sight } from "./marks.ts";
import { type Past, stated } from "./past.ts";

type Interface = Item<"interfaces">;
type ApiCall = Item<"apiCalls">;

const createdTag = "node.k8s.amazonaws.com/createdAt";
const mostOwners = 20;

/** What was seen of one ENI, from its first sight to its last. */
export class EniTrack {
  readonly id: string;
  readonly marks = new Marks();
  readonly owners: Owner[] = [];
  kind: "branch" | "trunk" | "interface" = "interface";
  status: string | null = null;
  isThere = false;
  #owner: { readonly pod: string; readonly uid: string | null; readonly from: number } | null = null;

  constructor(id: string) {
    this.id = id;
  }

  take(eni: Interface | null, past: Past): void {
    const sight = past.seen("interfaces");
    if (eni === null) {
      this.isThere = false;
      this.marks.see("gone", sight, past.evidence("interfaces", this.id, "id", "no longer listed", sight.at));
      return;
    }
    this.isThere = true;
    this.kind = kindOf(eni);
    this.status = eni.status ?? null;
    const tagged = Date.parse(eni.tags[createdTag] ?? "");
    const shows = (field: string, value: string) => past.evidence("interfaces", this.id, field, value, sight.at);
    if (!this.marks.has("created")) {
      if (Number.isFinite(tagged)) this.marks.see("created", stated(tagged), shows("tags", `${createdTag}=${tagged}`));
      else this.marks.see("created", sight, shows("description", eni.description ?? eni.id));
    }
    if (this.kind === "branch") this.#takeBranch(eni, sight, past);
    else this.#takeAttachment(eni, past);
  }

  /** A live Pod's annotation names it from now on, or no Pod does. */
  own(owner: { readonly pod: string; readonly uid: string | null } | null, sight: Sight): void {
    const known = this.#owner;
    if (known?.pod === owner?.pod && known?.uid === owner?.uid) return;
    if (known !== null) {
      const last = this.owners.at(-1);
      if (last !== undefined) this.owners[this.owners.length - 1] = { ...last, to: sight.at };
    }
    this.#owner = owner === null ? null : { ...owner, from: sight.at };
    if (owner !== null && this.owners.length < mostOwners) this.owners.push({ ...owner, from: sight.at, to: null });
  }

  takeCall(call: ApiCall, past: Past): void {
    const step = stepOfCall(call, this.kind === "branch");
    if (step === null) return;
    // The permission follows the creation: it is only a bound of its time.
    const isBound = call.call === "CreateNetworkInterfacePermission";
    const sight = isBound ? { at: call.at, notBefore: null, isStated: false } : stated(call.at);
    this.marks.see(step, sight, callEvidence(call, past));
  }

  #takeBranch(eni: Interface, sight: Sight, past: Past): void {
    const shows = (field: string, value: string) => past.evidence("interfaces", this.id, field, value, sight.at);
    if (eni.type === "branch" && eni.status === "in-use" && !this.marks.has("associated")) {
      this.marks.see("associated", sight, shows("status", eni.status), shows("type", eni.type));
    }
    if (eni.status === "available" && this.marks.has("associated") && !this.marks.has("disassociated")) {
      this.marks.see("disassociated", sight, shows("status", eni.status));
    }
  }

  #takeAttachment({ attachment }: Interface, past: Past): void {
    if (attachment === null || (attachment.status !== undefined && attachment.status !== "attached")) return;
    const { attachedAt, instanceId } = attachment;
    const sight = attachedAt === undefined ? past.seen("interfaces") : stated(attachedAt);
    const where = past.evidence("interfaces", this.id, "attachment.instanceId", instanceId ?? "attached", sight.at);
    const when =
      attachedAt === undefined
        ? []
        : [
            past.evidence(
              "interfaces",
              this.id,
              "attachment.attachedAt",
              new Date(attachedAt).toISOString(),
              attachedAt,
            ),
          ];
    this.marks.see("attached", sight, ...when, where);
  }
}

const steps: Readonly<Record<string, string>> = {
  CreateNetworkInterface: "created",
  CreateNetworkInterfacePermission: "created",
  AttachNetworkInterface: "attached",
  AssociateTrunkInterface: "associated",
  DisassociateTrunkInterface: "disassociated",
  DeleteNetworkInterface: "gone",
};

/** The step of an ENI's life that a call proves. EC2 says NotFound of what is deleted already: the controller takes that for done. */
function stepOfCall({ call, errorCode }: ApiCall, isBranch: boolean): string | null {
  if (errorCode === undefined) return isBranch && call === "AttachNetworkInterface" ? null : (steps[call] ?? null);
  const isDeletion = call === "DeleteNetworkInterface" || call === "DisassociateTrunkInterface";
  return isDeletion && !errorCode.endsWith("NotFound") ? "deletion-refused" : null;
}

export function callEvidence({ id, at, call, by, requestId, errorCode }: ApiCall, past: Past) {
  return {
    ...past.evidence("apiCalls", id, "call", call, at),
    ...(by === undefined ? {} : { by }),
    ...(requestId === undefined ? {} : { request: requestId }),
    ...(errorCode === undefined ? {} : { error: errorCode }),
  };
}
