import { compressed } from "../../../../../lib/server/encoded.ts";
import { encodingFor, idsIn, momentIn } from "../../../../../lib/server/parameters.ts";
import { clusterNamed, respond } from "../../../../../lib/server/respond.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string }> };

/** What is behind the resource of an `id`: its items as recorded, events, relations, and where else it can be looked at. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ hub, parameters }) => {
    const cluster = clusterNamed((await params).name);
    const [id = ""] = idsIn(parameters, "id", 1);
    const encoding = encodingFor(request.headers.get("accept-encoding"));
    const { bytes } = await cluster.object({ at: momentIn(parameters, "at"), id, links: hub.links, encoding });
    return compressed(bytes, encoding, {
      "Content-Type": "application/json; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
    });
  });
}
