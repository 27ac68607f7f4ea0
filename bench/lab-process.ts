import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface LabProcess {
  readonly cluster: string;
  readonly region: string;
  readonly kubeconfig: string;
  readonly dataDirectory: string;
  readonly control: string;
  stop(): Promise<void>;
}

export interface LabSize {
  readonly nodes: number;
  readonly branches: number;
  readonly pods: number;
}

/** The lab in a process of its own, so that what it costs is not counted. This process's environment then points at it. */
export async function startLabProcess({ nodes, branches, pods }: LabSize): Promise<LabProcess> {
  const directory = mkdtempSync(join(tmpdir(), "trunkscope-bench-"));
  const main = fileURLToPath(new URL("../e2e/lab/main.ts", import.meta.url));
  const size = ["--nodes", `${nodes}`, "--branches", `${branches}`, "--pods", `${pods}`];
  const child = spawn(
    process.execPath,
    [main, "--scenario", "scaled", ...size, "--port", "0", "--directory", directory],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const said = await untilRunning(child);
  const env = Object.fromEntries([...said.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  Object.assign(process.env, env);
  return {
    cluster: /cluster "([^"]+)"/.exec(said)?.[1] ?? "",
    region: env.AWS_REGION ?? "",
    kubeconfig: env.KUBECONFIG ?? "",
    dataDirectory: join(directory, "data"),
    control: /^Control\s+(\S+)/m.exec(said)?.[1] ?? "",
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
      rmSync(directory, { recursive: true });
    },
  };
}

function untilRunning(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (piece) => {
      said += piece;
      if (said.includes("Ctrl-C")) resolve(said);
    });
    child.once("exit", (code) => reject(new Error(`The lab ended with ${code}.`)));
  });
}
