import { existsSync } from "node:fs";
import { join } from "node:path";
import { TroubleError } from "./hub.ts";
import type { Application, Place } from "./serve.ts";

/** The page and its routes, as Next serves them from the project's folder. Throws `TroubleError` when it was not built. */
export async function nextApplication(directory: string, { dev, hostname, port }: Place): Promise<Application> {
  if (!dev && !existsSync(join(directory, ".next", "BUILD_ID"))) {
    throw new TroubleError({ code: "not-built", message: "The page is not built yet. Run: npm run build" });
  }
  // Next reads both when it is loaded.
  Object.assign(process.env, { NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
  const { default: next } = await import("next");
  const app = next({ dev, dir: directory, hostname, port });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = app.getUpgradeHandler();
  return {
    handle: (request, response) => handle(request, response),
    upgrade: (request, socket, head) => upgrade(request, socket, head),
    close: () => app.close(),
  };
}
