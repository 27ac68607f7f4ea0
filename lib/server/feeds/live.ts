import { join } from "node:path";
import { collect } from "../../collector/collect.ts";
import { openHistory } from "../../history/store.ts";
import { itemsOf, type Observation } from "../../recording/observation.ts";
import { ec2Client } from "../../sources/ec2/client.ts";
import { ec2Source } from "../../sources/ec2/source.ts";
import { kubernetesClient } from "../../sources/kubernetes/client.ts";
import { kubernetesSource } from "../../sources/kubernetes/source.ts";
import { type Source, systemClock } from "../../sources/source.ts";
import { Engine, memoryVersion } from "../engine.ts";
import type { Log } from "../hub.ts";
import type { Task } from "../protocol.ts";
import type { Feed } from "./feed.ts";

type LiveTask = Extract<Task, { kind: "live" }>;

/** A live cluster: goes on from its history, then watches. Throws `HistoryInUseError`. */
export async function liveFeed(task: LiveTask, log: Log, { isSingleMoment = false } = {}): Promise<Feed> {
  const { name, cluster } = task;
  const eksName = cluster.eksName ?? name;
  const header = { cluster: name, ...(cluster.region === undefined ? {} : { region: cluster.region }) };
  const { ignore } = task;
  const engine = new Engine({
    header,
    mode: "live",
    cluster: eksName,
    firstRevision: Date.now(),
    ignore,
    isSingleMoment,
  });
  const history = openHistory({
    file: task.history.memoryOnly ? null : join(task.dataDirectory, `${name}.history`),
    keepDays: task.history.keepDays,
    keepMegabytes: task.history.memoryOnly ? Math.min(task.history.keepMegabytes, 256) : task.history.keepMegabytes,
    now: Date.now,
    observe: () => engine.observation,
    derive: () => engine.memory(),
    derivedVersion: memoryVersion,
  });
  const moment = await history.momentAt(Number.MAX_SAFE_INTEGER);
  if (moment) engine.resume(moment);
  return {
    engine,
    history,
    run: (signal) =>
      collect(
        {
          sources: sourcesOf(task, eksName, engine, log),
          observation: () => engine.observation,
          take: (change) => engine.take(change),
          keep: (change) => history.append(change),
          clock: systemClock,
        },
        signal,
      ),
  };
}

function sourcesOf({ cluster, intervals }: LiveTask, eksName: string, engine: Engine, log: Log): Source[] {
  const { region, role, vpc, context, kubeconfig, inCluster } = cluster;
  const { branchesSeconds, instancesSeconds, groupsSeconds, watchdogSeconds, answerSeconds, retrySeconds } = intervals;
  const retry = retrySeconds === undefined ? {} : { retryMs: retrySeconds * 1000 };
  const groups = groupsSeconds * 1000;
  const client = kubernetesClient({
    ...(context === undefined ? {} : { context }),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(inCluster === undefined ? {} : { inCluster }),
  });
  return [
    ec2Source({
      client: ec2Client({
        ...(region === undefined ? {} : { region }),
        ...(role === undefined ? {} : { roleArn: role }),
      }),
      clusterName: eksName,
      ...(vpc === undefined ? {} : { vpcId: vpc }),
      intervals: {
        branches: branchesSeconds * 1000,
        instances: instancesSeconds * 1000,
        nodeInterfaces: instancesSeconds * 1000,
        securityGroups: groups,
        securityGroupRules: groups,
        subnets: groups,
      },
      ...retry,
      also: {
        instanceIds: () => instancesOfNodes(engine.observation),
        groupIds: () => groupsOfPolicies(engine.observation),
        interfaceIds: () => engine.unknownInterfaces,
      },
    }),
    kubernetesSource({
      client,
      patience: { answerMs: answerSeconds * 1000, watchMs: watchdogSeconds * 1000, ...retry },
      onProblem: (problem) => log.warn({ problem }, "an object could not be used"),
    }),
  ];
}

function* instancesOfNodes(observation: Observation): Iterable<string> {
  for (const { providerId } of itemsOf(observation, "nodes").values()) {
    const id = providerId?.split("/").at(-1);
    if (id?.startsWith("i-")) yield id;
  }
}

function* groupsOfPolicies(observation: Observation): Iterable<string> {
  for (const { groupIds } of itemsOf(observation, "securityGroupPolicies").values()) {
    for (const id of groupIds) if (/^sg-[0-9a-f]+$/.test(id)) yield id;
  }
}
