import { emptyObservation } from "../../lib/recording/observation.ts";
import { type Ec2Lab, startEc2 } from "./ec2/server.ts";
import type { Feed } from "./feed.ts";
import { type KubernetesLab, startKubernetes } from "./kubernetes/server.ts";
import { createWorld, type World } from "./world.ts";

/** A world, the two stand-ins that answer from it, and what makes it live. */
export interface Lab {
  readonly feed: Feed;
  readonly world: World;
  readonly ec2: Ec2Lab;
  readonly kubernetes: KubernetesLab;
  /** Seconds of the cluster's time per second; 0 stands still. */
  speed: number;
  /** Lets so many milliseconds of the cluster's time pass at once. */
  pass(ms: number): void;
  close(): Promise<void>;
}

export interface LabOptions {
  readonly feed: Feed;
  readonly speed?: number;
  readonly ec2Port?: number;
  readonly kubernetesPort?: number;
  readonly bookmarkMs?: number;
}

const tickMs = 100;

/** Starts both stand-ins on loopback, answering from what the feed tells. */
export async function startLab({
  feed,
  speed = 1,
  ec2Port = 0,
  kubernetesPort = 0,
  bookmarkMs = 60_000,
}: LabOptions): Promise<Lab> {
  const world = createWorld(emptyObservation);
  let playhead = feed.startsAt;
  let tickedAt = performance.now();

  const pass = (ms: number) => {
    playhead += ms;
    for (const change of feed.advance(playhead)) world.apply(change);
  };
  pass(0);
  const ec2 = await startEc2(world, { port: ec2Port });
  const kubernetes = await startKubernetes(world, { port: kubernetesPort, bookmarkMs });
  const timer = setInterval(() => {
    const now = performance.now();
    if (lab.speed > 0) pass((now - tickedAt) * lab.speed);
    tickedAt = now;
  }, tickMs);

  const lab: Lab = {
    feed,
    world,
    ec2,
    kubernetes,
    speed,
    pass,
    async close() {
      clearInterval(timer);
      await Promise.all([ec2.stop(), kubernetes.stop()]);
    },
  };
  return lab;
}
