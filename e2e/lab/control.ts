import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { entries } from "../../lib/recording/change.ts";
import type { Item } from "../../lib/recording/collections.ts";
import type { Items } from "../../lib/recording/observation.ts";
import type { Fault, WorkloadSpec } from "../../lib/simulator/scenario.ts";
import { noEc2Faults } from "./ec2/faults.ts";
import { bodyOf } from "./http.ts";
import { noKubernetesFaults } from "./kubernetes/faults.ts";
import type { Lab } from "./lab.ts";

/** An HTTP endpoint on loopback to make things happen in a running lab; docs/lab.md lists what it understands. */
export async function startControl(lab: Lab, port = 0): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(`${JSON.stringify(body, null, 2)}\n`);
    };
    handle(lab, request).then(
      (body) => answer(200, body),
      (error) => answer(error instanceof Refusal ? error.status : 400, { error: messageOf(error) }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const listeningOn = address && typeof address === "object" ? address.port : port;
  return {
    url: `http://127.0.0.1:${listeningOn}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const target = z.enum(["ec2", "kubernetes", "both"]).default("both");
const faults = z.strictObject({
  ec2: faultsLike(noEc2Faults).optional(),
  kubernetes: faultsLike(noKubernetesFaults).optional(),
});
const pod = z.strictObject({
  namespace: z.string().min(1).default("default"),
  name: z.string().min(1),
  replicas: z.number().int().min(1).max(1000).default(1),
  labels: z.record(z.string(), z.string()).default({}),
  serviceAccount: z.string().optional(),
  /** pod-eni written into the manifest itself. */
  podEni: z.number().int().min(1).optional(),
});

type Act = (lab: Lab, body: unknown) => unknown;

const acts: Readonly<Record<string, Act>> = {
  "GET /": stateOf,
  "POST /faults": (lab, body) => {
    const { ec2, kubernetes } = faults.parse(body);
    if (ec2) lab.ec2.setFaults(ec2);
    if (kubernetes) lab.kubernetes.setFaults(kubernetes);
    return faultsOf(lab);
  },
  "DELETE /faults": (lab) => {
    lab.ec2.clearFaults();
    lab.kubernetes.clearFaults();
    return faultsOf(lab);
  },
  "POST /pods": (lab, body) => {
    const { namespace, name, replicas, labels, serviceAccount, podEni } = pod.parse(body);
    const simulation = lab.feed.simulation;
    if (!simulation) {
      lab.world.set("pods", `${namespace}/${name}`, pendingPod(namespace, name, labels));
      return { created: `pod ${namespace}/${name}` };
    }
    const spec: WorkloadSpec = {
      kind: "Deployment",
      namespace,
      name,
      replicas,
      labels,
      ...(serviceAccount === undefined ? {} : { serviceAccount }),
      ...(podEni === undefined ? {} : { podEni }),
    };
    simulation.add(spec);
    lab.pass(0);
    return { created: `deployment ${namespace}/${name}`, replicas };
  },
  "POST /scale": (lab, body) => {
    const { workload, replicas } = z
      .strictObject({ workload: z.string(), replicas: z.number().int().min(0) })
      .parse(body);
    simulationOf(lab).scale(workload, replicas);
    lab.pass(0);
    return { workload, replicas };
  },
  "POST /roll": (lab, body) => {
    const { workload } = z.strictObject({ workload: z.string() }).parse(body);
    simulationOf(lab).roll(workload);
    lab.pass(0);
    return { rolling: workload };
  },
  "POST /inject": (lab, body) => {
    const { seconds, ...fault } = z
      .looseObject({ name: z.string(), seconds: z.number().positive().optional() })
      .parse(body);
    const simulation = simulationOf(lab);
    const from = simulation.now - simulation.scenario.start;
    // The simulator names what it does not know of a fault itself.
    const injected = {
      ...fault,
      from,
      until: seconds ? from + seconds * 1000 : Number.POSITIVE_INFINITY,
    } as unknown as Fault;
    simulation.inject(injected);
    return { injected: fault.name, seconds: seconds ?? null };
  },
  "POST /speed": (lab, body) => {
    lab.speed = z.strictObject({ speed: z.number().min(0).max(1000) }).parse(body).speed;
    return { speed: lab.speed };
  },
  "POST /pass": (lab, body) => {
    const { seconds } = z.strictObject({ seconds: z.number().positive().max(86_400) }).parse(body);
    lab.pass(seconds * 1000);
    return { version: lab.world.version };
  },
  "POST /freeze": (lab) => void lab.kubernetes.freeze(),
  "POST /thaw": (lab) => void lab.kubernetes.thaw(),
  "POST /cut": (lab) => ({ connections: lab.kubernetes.cut() }),
  "POST /compact": (lab) => void lab.world.compact(),
  "POST /expire-watches": (lab) => void lab.kubernetes.expireWatches(),
  "POST /finish-watches": (lab) => void lab.kubernetes.finishWatches(),
  "POST /token": (lab, body) =>
    void lab.kubernetes.setToken(z.strictObject({ token: z.string().min(1) }).parse(body).token),
  "POST /stop": (lab, body) => Promise.all(serversOf(lab, body).map((server) => server.stop())).then(() => undefined),
  "POST /start": (lab, body) => Promise.all(serversOf(lab, body).map((server) => server.start())).then(() => undefined),
  "POST /restart": async (lab, body) => {
    const { seconds } = z.looseObject({ seconds: z.number().min(0).max(600).default(2) }).parse(body);
    const servers = serversOf(lab, body);
    await Promise.all(servers.map((server) => server.stop()));
    await wait(seconds * 1000);
    await Promise.all(servers.map((server) => server.start()));
  },
};

async function handle(lab: Lab, request: IncomingMessage): Promise<unknown> {
  const host = request.headers.host ?? "";
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host) || request.headers.origin) {
    throw new Refusal(403, "The lab is controlled from this machine, and not by web pages.");
  }
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  const text = await bodyOf(request);
  const removed = request.method === "DELETE" ? /^\/pods\/([^/]+\/[^/]+)$/.exec(path)?.[1] : undefined;
  if (removed) return removePod(lab, removed);
  const act = acts[`${request.method} ${path}`];
  if (!act)
    throw new Refusal(404, `The lab understands: ${Object.keys(acts).join(", ")}, DELETE /pods/NAMESPACE/NAME.`);
  return (await act(lab, text === "" ? {} : JSON.parse(text))) ?? { ok: true };
}

/** A Pod that no scheduler has seen: in a recording nothing acts on it. */
function pendingPod(namespace: string, name: string, labels: Readonly<Record<string, string>>): Item<"pods"> {
  return {
    namespace,
    name,
    uid: randomUUID(),
    createdAt: Date.now(),
    labels: { ...labels },
    annotations: {},
    phase: "Pending",
    serviceAccount: "default",
    conditions: [],
    containers: [{ name: "main", image: "registry.k8s.io/pause:3.9" }],
  };
}

function removePod(lab: Lab, id: string): unknown {
  if (lab.feed.simulation) {
    lab.feed.simulation.scale(id, 0);
    lab.pass(0);
    return { scaledToZero: id };
  }
  if (!lab.world.observation.items.pods?.has(id)) throw new Refusal(404, `There is no pod ${id}.`);
  lab.world.set("pods", id, null);
  return { removed: id };
}

function simulationOf(lab: Lab) {
  if (!lab.feed.simulation) throw new Refusal(409, "A recording is playing: it cannot be changed, a simulation can.");
  return lab.feed.simulation;
}

function serversOf(lab: Lab, body: unknown) {
  const wanted = z.looseObject({ target }).parse(body).target;
  return wanted === "both" ? [lab.ec2, lab.kubernetes] : [lab[wanted]];
}

function faultsOf(lab: Lab) {
  return { ec2: lab.ec2.faults, kubernetes: lab.kubernetes.faults };
}

function stateOf(lab: Lab) {
  const counts: Record<string, number> = {};
  for (const [collection, items] of entries<Items>(lab.world.observation.items)) counts[collection] = items.size;
  return {
    cluster: lab.feed.cluster,
    speed: lab.speed,
    version: lab.world.version,
    items: counts,
    watches: lab.kubernetes.watching,
    calls: { ec2: Object.fromEntries(lab.ec2.calls), kubernetes: Object.fromEntries(lab.kubernetes.requests) },
    faults: faultsOf(lab),
  };
}

/** A partial of a table of faults: unknown names and wrong types are refused. */
function faultsLike<T extends object>(none: T) {
  const times = z.union([z.boolean(), z.number().int().min(0)]);
  const shape = Object.entries(none).map(([name, value]) => {
    const schema = Array.isArray(value) ? z.array(z.string()) : typeof value === "number" ? z.number().min(0) : times;
    return [name, schema.optional()];
  });
  return z.strictObject(Object.fromEntries(shape)) as unknown as z.ZodType<Partial<T>>;
}

function messageOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}
