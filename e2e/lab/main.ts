import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { readRecording } from "../../lib/recording/ndjson.ts";
import { scaled } from "../../lib/simulator/scaled.ts";
import { scenarios } from "../../lib/simulator/scenarios.ts";
import { simulate } from "../../lib/simulator/simulate.ts";
import { startControl } from "./control.ts";
import { type Feed, recordingFeed, simulationFeed } from "./feed.ts";
import { writeLabFiles } from "./files.ts";
import { startLab } from "./lab.ts";

const help = `Usage: npm run lab -- [options]

Starts stand-ins for EC2 and the Kubernetes API on loopback, with a simulated cluster behind them.

  --scenario NAME   living (the default), quiet, scaled, or the path of a recording
  --nodes N         nodes of scaled (100)
  --branches N      branch ENIs of scaled (2000)
  --pods N          pods of scaled (3000)
  --churn SECONDS   how often one in ten deployments of scaled rolls out (never)
  --seed S          seed of the simulation (1)
  --speed X         seconds of the cluster's time per second (1)
  --port N          control endpoint (4700); EC2 listens on N+1, Kubernetes on N+2; 0 takes free ports
  --directory DIR   where kubeconfig and trunkscope.yaml are written (.trunkscope/lab)
  --help            this text
`;

const { values } = parseArgs({
  options: {
    scenario: { type: "string", default: "living" },
    nodes: { type: "string", default: "100" },
    branches: { type: "string", default: "2000" },
    pods: { type: "string", default: "3000" },
    churn: { type: "string" },
    seed: { type: "string", default: "1" },
    speed: { type: "string", default: "1" },
    port: { type: "string", default: "4700" },
    directory: { type: "string", default: ".trunkscope/lab" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  process.stdout.write(help);
  process.exit(0);
}

const port = whole("port", values.port);
const speed = Number(values.speed);
if (!(speed >= 0)) fail(`--speed must be a number from 0 on, not "${values.speed}".`);

const lab = await startLab({
  feed: feedOf(values.scenario),
  speed,
  ec2Port: port && port + 1,
  kubernetesPort: port && port + 2,
}).catch(portTaken);
const control = await startControl(lab, port).catch(portTaken);
const files = writeLabFiles(lab, resolve(values.directory));

const exports = Object.entries(files.environment).map(([name, value]) => `export ${name}=${value}`);
process.stdout.write(`The lab is running: cluster "${lab.feed.cluster}", ${lab.world.observation.items.pods?.size ?? 0} pods, ${lab.world.observation.items.interfaces?.size ?? 0} interfaces.

EC2         ${lab.ec2.url}
Kubernetes  ${lab.kubernetes.url}
Control     ${control.url}

In another shell:

${exports.join("\n")}

npm start                        # Trunkscope, live, on the lab
kubectl get pods -A              # any Kubernetes client
aws ec2 describe-instances       # any AWS client

curl -X POST ${control.url}/pods -d '{"namespace":"shop","name":"by-hand"}'
curl -X POST ${control.url}/faults -d '{"ec2":{"refuse":["DescribeNetworkInterfaces"]}}'
curl -X DELETE ${control.url}/faults
curl -X POST ${control.url}/freeze
curl -X POST ${control.url}/thaw

docs/lab.md lists the rest. Ctrl-C stops it.
`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    Promise.all([lab.close(), control.close()]).finally(() => process.exit(0));
  });
}

function feedOf(name: string): Feed {
  const seed = whole("seed", values.seed);
  const start = Date.now();
  const count = (option: "nodes" | "branches" | "pods") => whole(option, values[option]);
  if (name === "scaled") {
    const nodes = count("nodes");
    if (nodes === 0) fail("--nodes must be at least 1.");
    const branchesPerNode = Math.round(count("branches") / nodes);
    const podsPerNode = Math.round(count("pods") / nodes);
    const churn = values.churn === undefined ? {} : { churnEveryMs: whole("churn", values.churn) * 1000 };
    return simulationFeed(simulate(scaled({ nodes, branchesPerNode, podsPerNode, seed, start, ...churn })));
  }
  const scenario = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined;
  if (scenario) return simulationFeed(simulate(scenario({ seed, start })));
  if (!existsSync(name))
    fail(`--scenario is ${Object.keys(scenarios).join(", ")} or the path of a recording, not "${name}".`);
  const { recording, problems } = readRecording(readFileSync(name, "utf8"));
  for (const problem of problems) process.stderr.write(`${name}:${problem.line}: ${problem.message}\n`);
  return recording ? recordingFeed(recording) : fail(`${name} is no recording.`);
}

function whole(option: string, text: string): number {
  const number = Number(text);
  return Number.isInteger(number) && number >= 0 ? number : fail(`--${option} must be a whole number, not "${text}".`);
}

function portTaken(error: NodeJS.ErrnoException): never {
  if (error.code !== "EADDRINUSE") throw error;
  return fail(`${error.message}. Name another one with --port, or 0 for any that is free.`);
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
