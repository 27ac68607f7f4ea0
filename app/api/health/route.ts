import { healthOf } from "../../../lib/server/health.ts";
import { json, respond } from "../../../lib/server/respond.ts";

export const dynamic = "force-dynamic";

/** 200 while the process answers; with `?ready` 503 until every live cluster was read once. */
export function GET(request: Request): Promise<Response> {
  return respond(request, async ({ hub, parameters }) => {
    const health = healthOf(hub, Date.now());
    return json(health, parameters.has("ready") && !health.ready ? 503 : 200);
  });
}
