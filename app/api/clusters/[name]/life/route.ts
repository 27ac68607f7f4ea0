import { compressed } from "../../../../../lib/server/encoded.ts";
import { encodingFor, idsIn, momentIn } from "../../../../../lib/server/parameters.ts";
import { clusterNamed, respond } from "../../../../../lib/server/respond.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string }> };

/** The life of the Pod, node or ENI of an `id`, step by step, as far back as the history is worth reading. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ parameters }) => {
    const cluster = clusterNamed((await params).name);
    const [id = ""] = idsIn(parameters, "id", 1);
    const encoding = encodingFor(request.headers.get("accept-encoding"));
    const { bytes } = await cluster.life({ at: momentIn(parameters, "at"), id, encoding });
    return compressed(bytes, encoding, {
      "Content-Type": "application/json; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
    });
  });
}
