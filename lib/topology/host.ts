import { taggedTrunk } from "./interface-kind.ts";
import { annotationOf, isLive, known, type World } from "./world.ts";

const instanceId = /^i-[0-9a-f]+$/;

/**
 * Where a node lives: its instance id, or `node/NAME` where none can be told.
 * providerID decides; without one the private DNS name, the internal IP, and the trunk of a branch that runs on it (domain 8.1).
 */
export function hostOf(world: World, nodeName: string): string {
  const node = known(world, "nodes").get(nodeName);
  if (node?.providerId !== undefined) {
    const last = node.providerId.split("/").at(-1) ?? "";
    return instanceId.test(last) ? last : `node/${nodeName}`;
  }
  return (
    world.index.instancesByDns.first(nodeName) ??
    hostByIp(world, node?.addresses.find(({ type }) => type === "InternalIP")?.address ?? ipInName(nodeName)) ??
    hostByBranch(world, nodeName) ??
    `node/${nodeName}`
  );
}

/** Whether EC2 data alone decides where this node lives, so that it must be looked at again when EC2 changes. */
export function isLooselyHosted(world: World, nodeName: string): boolean {
  return known(world, "nodes").get(nodeName)?.providerId === undefined;
}

function hostByIp({ index, observation }: World, ip: string | undefined): string | undefined {
  if (ip === undefined) return undefined;
  const byInstance = index.instancesByIp.first(ip);
  if (byInstance !== undefined) return byInstance;
  for (const eni of index.addresses.holders(ip)) {
    const attached = observation.items.interfaces?.get(eni)?.attachment?.instanceId;
    if (attached !== undefined) return attached;
  }
  return undefined;
}

function hostByBranch(world: World, nodeName: string): string | undefined {
  const interfaces = known(world, "interfaces");
  for (const key of world.index.podsByNode.get(nodeName)) {
    const pod = known(world, "pods").get(key);
    const [entry] = (pod && isLive(pod) && annotationOf(pod)?.entries) || [];
    const branch = entry?.eniId === undefined ? undefined : interfaces.get(entry.eniId);
    const trunkId = branch && taggedTrunk(branch);
    const instance = trunkId === undefined ? undefined : interfaces.get(trunkId)?.attachment?.instanceId;
    if (instance !== undefined) return instance;
  }
  return undefined;
}

/** EC2's resource names carry the address: `ip-192-168-31-166` and `ip-192-168-31-166.eu-west-1.compute.internal`. */
function ipInName(nodeName: string): string | undefined {
  const match = /^ip-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})(\.|$)/.exec(nodeName);
  return match?.slice(1, 5).join(".");
}
