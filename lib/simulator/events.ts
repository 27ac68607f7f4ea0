import type { Item } from "../recording/collections.ts";
import { hexText } from "./names.ts";
import { put, type World } from "./world.ts";

type About = Item<"events">["about"];

interface News {
  readonly about: About;
  readonly reason: string;
  readonly type: "Normal" | "Warning";
  readonly message: string;
  readonly component: string;
}

/** Kubernetes forgets events after an hour unless it is told otherwise (kube-apiserver --event-ttl). */
const keptForMs = 3_600_000;

/** Records a Kubernetes event; the same news again is counted on the event that is there. */
export function tell(world: World, { about, reason, type, message, component }: News): void {
  if (world.now < world.scenario.start - keptForMs) return;
  const namespace = about.namespace ?? "default";
  const key = `${about.kind}/${namespace}/${about.name}/${reason}/${message}`;
  const knownId = world.eventIds.get(key);
  const known = knownId === undefined ? undefined : world.items.events.get(knownId);
  if (knownId !== undefined && known) {
    put(world, "events", knownId, { ...known, count: (known.count ?? 1) + 1, lastAt: world.now });
    return;
  }
  const name = `${about.name}.${hexText(world.random, 16)}`;
  const id = `${namespace}/${name}`;
  world.eventIds.set(key, id);
  put(world, "events", id, {
    namespace,
    name,
    reason,
    type,
    message,
    component,
    count: 1,
    firstAt: world.now,
    lastAt: world.now,
    about,
  });
  expire(world, key, id, world.now + keptForMs);
}

function expire(world: World, key: string, id: string, at: number): void {
  world.queue.add(at, () => {
    const due = (world.items.events.get(id)?.lastAt ?? 0) + keptForMs;
    if (due > world.now) return expire(world, key, id, due);
    put(world, "events", id, null);
    if (world.eventIds.get(key) === id) world.eventIds.delete(key);
  });
}

export function tellOfNode(world: World, nodeName: string, news: Omit<News, "about" | "component">): void {
  // The controller puts the node's name where a uid belongs (domain 4e, join trap).
  const about = { kind: "Node", name: nodeName, uid: nodeName };
  tell(world, { ...news, about, component: "vpc-resource-controller" });
}

export function tellOfPod(
  world: World,
  pod: { readonly namespace: string; readonly name: string; readonly uid: string },
  component: string,
  news: Omit<News, "about" | "component">,
): void {
  const about = { kind: "Pod", namespace: pod.namespace, name: pod.name, uid: pod.uid };
  tell(world, { ...news, about, component });
}
