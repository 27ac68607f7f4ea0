import { json, respond } from "../../../lib/server/respond.ts";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return respond(request, async ({ hub }) => json({ clusters: hub.clusters() }));
}
