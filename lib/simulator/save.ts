import { availableIn } from "./network.ts";
import { saveNode } from "./nodes.ts";
import { savePod } from "./pods.ts";
import { saveEndpoints } from "./services.ts";
import { saveDaemonSet } from "./workloads.ts";
import { put, type World } from "./world.ts";

/** Writes every object whose state has moved as the APIs would print it now. */
export function saveAll(world: World): void {
  for (const pod of world.dirtyPods) savePod(world, pod);
  for (const node of world.dirtyNodes) saveNode(world, node);
  for (const workload of world.dirtyServices) saveEndpoints(world, workload);
  for (const workload of world.dirtyDaemons) saveDaemonSet(world, workload);
  for (const subnet of world.dirtySubnets) saveSubnet(world, subnet.id);
  for (const dirty of [world.dirtyPods, world.dirtyNodes, world.dirtyServices, world.dirtyDaemons, world.dirtySubnets])
    dirty.clear();
  saveLease(world);
}

function saveSubnet(world: World, id: string): void {
  const subnet = world.subnets.get(id);
  if (!subnet) return;
  const { spec, pool } = subnet;
  put(world, "subnets", id, {
    id,
    vpcId: world.vpcId,
    availabilityZone: spec.zone,
    cidr: spec.cidr,
    availableIps: availableIn(pool),
    mapsPublicIp: spec.use === "public",
    tags: { Name: `${world.scenario.cluster}-${spec.name}`, "kubernetes.io/role/internal-elb": "1" },
  });
}

/** The leader renews its lease every 5 s (domain 1.10); one that is down leaves it as it is. */
function saveLease(world: World): void {
  const { controller, scenario, items } = world;
  const id = "kube-system/cp-vpc-resource-controller";
  const period = scenario.leaseEveryMs ?? 5_000;
  if (!controller.up && items.leases.has(id)) return;
  const renewedAt = controller.upSince + Math.floor((world.now - controller.upSince) / period) * period;
  const known = items.leases.get(id);
  if (known?.renewedAt === renewedAt) return;
  put(world, "leases", id, {
    namespace: "kube-system",
    name: "cp-vpc-resource-controller",
    labels: {},
    annotations: {},
    holder: controller.holder,
    durationSeconds: 30,
    renewedAt,
  });
}
