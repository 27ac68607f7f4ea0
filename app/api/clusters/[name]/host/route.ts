import { compressed } from "../../../../../lib/server/encoded.ts";
import { encodingFor, idsIn, momentIn } from "../../../../../lib/server/parameters.ts";
import { clusterNamed, respond } from "../../../../../lib/server/respond.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string }> };

/** What the node under the resource of an `id` should look like: its Pods' paths, line by line. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ parameters }) => {
    const cluster = clusterNamed((await params).name);
    const [id = ""] = idsIn(parameters, "id", 1);
    const encoding = encodingFor(request.headers.get("accept-encoding"));
    const { bytes } = await cluster.host({ at: momentIn(parameters, "at"), id, encoding });
    return compressed(bytes, encoding, {
      "Content-Type": "application/json; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
    });
  });
}
