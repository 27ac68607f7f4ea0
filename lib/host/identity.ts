import type { Instance, Interface, ResourceKind, Trunk } from "../topology/resources.ts";
import type { Line } from "./line.ts";
import type { HostState } from "./observed.ts";

/** Which node files are from, by what they say themselves. */
export interface Identified {
  /** Id of the instance resource, or an instance id that the recording does not know; `null`: nothing tells, or several are told. */
  readonly id: string | null;
  /** `several`: the files are from more than one node. */
  readonly by: "instance-id" | "mac" | "host-name" | "several" | null;
  readonly evidence: readonly Line[];
}

/** What of a resource tells a node: any resource will do. */
export type Telling =
  | Pick<Interface | Trunk, "kind" | "id" | "mac" | "instanceId">
  | Pick<Instance, "kind" | "id" | "nodeName">
  | { readonly kind: Exclude<ResourceKind, "interface" | "trunk" | "instance"> };

interface Clue {
  readonly id: string;
  readonly evidence: readonly Line[];
}

/** Tells the node by its instance id, else by the MACs of its ENIs, else by the host name in a prompt. */
export function identify(state: HostState, resources: ReadonlyMap<string, Telling>): Identified {
  const ways = [
    ["instance-id", byInstanceId(state)],
    ["mac", byMac(state, resources)],
    ["host-name", byHostName(state, resources)],
  ] as const;
  for (const [by, clues] of ways) {
    const ids = new Set(clues.map(({ id }) => id));
    const evidence = clues.flatMap((clue) => clue.evidence);
    if (ids.size > 1) return { id: null, by: "several", evidence };
    const [id] = ids;
    if (id !== undefined) return { id, by, evidence };
  }
  return { id: null, by: null, evidence: [] };
}

function byInstanceId({ identities }: HostState): Clue[] {
  return identities.flatMap(({ instanceId, lines }) =>
    instanceId === undefined ? [] : [{ id: instanceId, evidence: lines }],
  );
}

function byMac({ links }: HostState, resources: ReadonlyMap<string, Telling>): Clue[] {
  const instances = new Map<string, string>();
  for (const resource of resources.values()) {
    if (resource.kind !== "interface" && resource.kind !== "trunk") continue;
    if (resource.mac !== undefined && resource.instanceId !== null)
      instances.set(resource.mac.toLowerCase(), resource.instanceId);
  }
  return links.flatMap(({ mac, lines }) => {
    const id = mac === undefined ? undefined : instances.get(mac);
    return id === undefined ? [] : [{ id, evidence: lines }];
  });
}

/** A prompt shows the first label of a node's name. */
function byHostName({ identities }: HostState, resources: ReadonlyMap<string, Telling>): Clue[] {
  const names = new Map<string, string>();
  for (const resource of resources.values()) {
    if (resource.kind === "instance" && resource.nodeName !== undefined)
      names.set(firstLabel(resource.nodeName), resource.id);
  }
  return identities.flatMap(({ hostName, lines }) => {
    const id = hostName === undefined ? undefined : names.get(firstLabel(hostName));
    return id === undefined ? [] : [{ id, evidence: lines }];
  });
}

function firstLabel(name: string): string {
  return name.split(".")[0] ?? name;
}
