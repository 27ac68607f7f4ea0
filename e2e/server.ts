import { type ChildProcess, spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** `bin/trunkscope serve` as a process of the test's own. */
export interface Server {
  /** Its address, once it says so; rejects when it ended before. */
  readonly url: Promise<string>;
  /** The exit code. */
  readonly ended: Promise<number | null>;
  /** What it wrote to stderr so far. */
  said(): string;
  printed(): string;
  /** Asks it to stop, or with SIGKILL does not ask. */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<number | null>;
}

export function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Server {
  const child: ChildProcess = spawn(join(root, "bin/trunkscope"), ["serve", ...args], {
    cwd: tmpdir(),
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  let said = "";
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const url = new Promise<string>((resolve, reject) => {
    child.stdout?.on("data", (chunk) => {
      printed += chunk;
      const found = /Trunkscope is at (\S+)\n/.exec(printed);
      if (found?.[1]) resolve(found[1]);
    });
    child.stderr?.on("data", (chunk) => {
      said += chunk;
    });
    ended.then((code) => reject(new Error(`it ended with ${code}: ${said}`)));
  });
  url.catch(() => undefined);
  return {
    url,
    ended,
    said: () => said,
    printed: () => printed,
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      return ended;
    },
  };
}
