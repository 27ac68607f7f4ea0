import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a command of the project, its own Node first on the PATH; yields whether it succeeded. */
export function run(command, args, env = {}) {
  const PATH = [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  const child = spawn(command, args, {
    cwd: root,
    stdio: "inherit",
    env: { NEXT_TELEMETRY_DISABLED: "1", ...process.env, ...env, PATH },
  });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  /** A terminal sends Ctrl+C to the child as well. */
  const forward = (signal) => (signal === "SIGINT" && process.stdin.isTTY) || child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve) => {
    const end = (succeeded) => {
      for (const signal of signals) process.off(signal, forward);
      resolve(succeeded);
    };
    child.on("error", (error) => {
      console.error(`${command} did not start: ${error.message}`);
      end(false);
    });
    child.on("exit", (code, signal) => end(code === 0 || signal === "SIGINT"));
  });
}
