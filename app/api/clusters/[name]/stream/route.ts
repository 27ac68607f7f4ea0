import { TroubleError } from "../../../../../lib/server/hub.ts";
import { revisionIn } from "../../../../../lib/server/parameters.ts";
import { clusterNamed, respond } from "../../../../../lib/server/respond.ts";
import { openStream } from "../../../../../lib/server/stream.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ hub, parameters }) => {
    const cluster = clusterNamed((await params).name);
    const since = revisionIn(parameters, request.headers.get("last-event-id"));
    const stream = openStream({ cluster, streams: hub.streams, since, signal: request.signal });
    if (!stream)
      throw new TroubleError({
        code: "too-many-streams",
        message: "Too many pages are open on this server. Try again in a moment.",
      });
    return new Response(stream, {
      headers: {
        "Content-Type": "text/event-stream; charset=utf-8",
        "Cache-Control": "no-store, no-transform",
        // For proxies of the nginx family, which else hold events back.
        "X-Accel-Buffering": "no",
      },
    });
  });
}
