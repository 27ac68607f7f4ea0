import type { Item } from "../recording/collections.ts";
import type { Pointed } from "./rule.ts";
import { seen } from "./seen.ts";
import type { World } from "./world.ts";

type ApiCall = Item<"apiCalls">;

/** CloudTrail records about an ENI up to now, oldest first; none where none were imported. */
export function callsAbout(world: World, eniId: string): readonly ApiCall[] {
  const calls = world.shared("api-calls-by-eni", callsByEni).get(eniId) ?? none;
  return calls.filter(({ at }) => at === world.now || world.isOlderThan(at, 0));
}

/** The newest of them that did what it asked for. */
export function lastDone(calls: readonly ApiCall[], call: string): ApiCall | undefined {
  return calls.findLast((one) => one.call === call && one.errorCode === undefined);
}

/** The newest deletion that EC2 refused. `NotFound` is none: what is gone already needs no deletion. */
export function lastRefusedDeletion(calls: readonly ApiCall[]): ApiCall | undefined {
  return calls.findLast(
    ({ call, errorCode }) => call === "DeleteNetworkInterface" && errorCode?.endsWith("NotFound") === false,
  );
}

/** A record as evidence: what was called, by whom, under which request id, and what EC2 said against it. */
export function callEvidence({ id, at, call, by, requestId, errorCode }: ApiCall): Pointed[] {
  const fields = Object.entries({ call, by, requestId, errorCode });
  return fields.flatMap(([field, value]) =>
    value === undefined ? [] : [{ ...seen("apiCalls", id, field, value), readAt: at }],
  );
}

function callsByEni(world: World): ReadonlyMap<string, readonly ApiCall[]> {
  const byEni = new Map<string, ApiCall[]>();
  const calls = [...world.items("apiCalls").values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  // A disassociation names the association only, which was told with its ENI when it was made.
  const byAssociation = new Map<string, string>();
  for (const call of calls) {
    const { associationId, interfaceId = byAssociation.get(associationId ?? "") } = call;
    if (interfaceId === undefined) continue;
    if (associationId !== undefined) byAssociation.set(associationId, interfaceId);
    const known = byEni.get(interfaceId);
    if (known === undefined) byEni.set(interfaceId, [call]);
    else known.push(call);
  }
  return byEni;
}

const none: readonly ApiCall[] = [];
