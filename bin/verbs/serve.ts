import { Console } from "node:console";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pino from "pino";
import { isLoopback } from "../../lib/server/hosts.ts";
import { troubleOf } from "../../lib/server/hub.ts";
import { loadConfig } from "../../lib/server/load-config.ts";
import { nextApplication } from "../../lib/server/next-application.ts";
import type { Override } from "../../lib/server/parse-config.ts";
import { type Running, serve } from "../../lib/server/serve.ts";
import { demoTasks, liveTasks } from "../../lib/server/tasks.ts";

export const help = `
Usage: trunkscope serve [--demo [--nodes N]] [--port N] [--host ADDR] [--config FILE]

Watches clusters and serves the page and its API. Without a configuration it watches the cluster of the
current kubeconfig context, with the AWS profile and region of the environment.

  --demo                 a simulated cluster that lives, and the recordings that come with Trunkscope; nothing of yours
  --nodes N              with --demo: beside it a simulated cluster of 5 to 5000 nodes, 20 branches and 30 pods each
  --port N               the port; 3000 by default, 0 takes a free one
  --host ADDR            the address to listen on; 127.0.0.1 by default
  --allow-non-loopback   lets --host be an address that others reach: there is no login, put something in front of it
  --config FILE          the configuration; TRUNKSCOPE_CONFIG or trunkscope.yaml by default
  --dev                  builds the page as it is asked for, for work on Trunkscope itself

Exit codes: 0 stopped by a signal, 1 could not start, 2 bad configuration or usage.

Example: trunkscope serve --demo --port 8080
`;

const projectDirectory = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      demo: { type: "boolean", default: false },
      nodes: { type: "string" },
      dev: { type: "boolean", default: false },
      port: { type: "string" },
      host: { type: "string" },
      "allow-non-loopback": { type: "boolean" },
      config: { type: "string" },
    },
  });
  const loaded = loadConfig({
    environment: process.env,
    directory: process.cwd(),
    file: values.config,
    flags: flagsOf(values),
  });
  if (!loaded.ok) {
    const lines = loaded.mistakes.map(({ where, message }) => `  ${where}: ${message}`);
    return complain(`the configuration cannot be used:\n${lines.join("\n")}`, 2);
  }
  const { config } = loaded;
  const nodes = values.nodes === undefined ? null : Number(values.nodes);
  if (nodes !== null && !(values.demo && Number.isInteger(nodes) && nodes >= 5 && nodes <= 5000))
    return complain("--nodes takes a number from 5 to 5000, and goes with --demo", 2);
  const found = values.demo
    ? { ok: true as const, tasks: demoTasks(Date.now(), nodes) }
    : liveTasks(config, process.env);
  if (!found.ok)
    return complain(`there is no cluster to watch. ${found.message}\nTo look around first: trunkscope serve --demo`, 2);

  const log = pino(
    { name: "trunkscope", level: process.env.TRUNKSCOPE_LOG_LEVEL || "info" },
    pino.destination({ fd: 2, sync: true }),
  );
  const { listen } = config;
  if (!isLoopback(listen.address))
    log.warn({ address: listen.address }, "others can reach this address, and there is no login");
  process.on("unhandledRejection", (error) =>
    log.error({ stack: error instanceof Error ? error.stack : String(error) }, "a promise failed unheard"),
  );

  // Stdout is for the address alone; Next prints there by way of the console.
  globalThis.console = new Console(process.stderr);
  const ended = Promise.withResolvers<number>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      ended.resolve(0);
      process.once(signal, () => process.exit(1));
    });
  }
  let running: Running;
  try {
    running = await serve({
      listen,
      live: found.tasks,
      recordings: [...(config.recordings ? [config.recordings] : []), join(projectDirectory, "public", "recordings")],
      links: config.links,
      dev: values.dev,
      log,
      application: (place) => nextApplication(projectDirectory, place),
      onGaveUp: (cluster, { code, message }) => {
        if (code === "store-in-use") ended.resolve(complain(`${cluster}: ${message}`, 1));
      },
    });
  } catch (error) {
    return complain(reasonOf(error, listen), 1);
  }
  const url = running.opened.then(() => running.url);
  const first = await Promise.race([ended.promise, url]);
  if (typeof first === "string") process.stdout.write(`Trunkscope is at ${first}\n`);
  const code = await ended.promise;
  await running.stop();
  // Should anything of Next still hold the process.
  setTimeout(() => process.exit(code), 1000).unref();
  return code;
}

function flagsOf(values: {
  port?: string | undefined;
  host?: string | undefined;
  "allow-non-loopback"?: boolean | undefined;
}): Override[] {
  const { port, host } = values;
  return [
    ...(port === undefined
      ? []
      : [{ path: ["listen", "port"], value: /^\d+$/.test(port) ? Number(port) : port, from: "--port" }]),
    ...(host === undefined ? [] : [{ path: ["listen", "address"], value: host, from: "--host" }]),
    ...(values["allow-non-loopback"]
      ? [{ path: ["listen", "allowNonLoopback"], value: true, from: "--allow-non-loopback" }]
      : []),
  ];
}

function reasonOf(error: unknown, { address, port }: { address: string; port: number }): string {
  const trouble = troubleOf(error);
  if (trouble) return trouble.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} of ${address} is taken. Stop what uses it, or choose another: --port ${port + 1}`,
    EACCES: `this account may not listen on port ${port}. Choose one from 1024 up: --port 3000`,
    EADDRNOTAVAIL: `${address} is no address of this machine`,
    ENOTFOUND: `${address} is no address of this machine`,
  };
  const reason = reasons[code];
  if (reason !== undefined) return reason;
  throw error;
}

function complain(message: string, code: number): number {
  process.stderr.write(`trunkscope: ${message}\n`);
  return code;
}
