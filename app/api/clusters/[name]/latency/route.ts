import { compressed } from "../../../../../lib/server/encoded.ts";
import { encodingFor, momentIn } from "../../../../../lib/server/parameters.ts";
import { clusterNamed, respond } from "../../../../../lib/server/respond.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string }> };

/** How long the steps of the cluster's Pods took, and where Pods are held up. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ parameters }) => {
    const cluster = clusterNamed((await params).name);
    const encoding = encodingFor(request.headers.get("accept-encoding"));
    const { bytes } = await cluster.latency({ at: momentIn(parameters, "at"), encoding });
    return compressed(bytes, encoding, {
      "Content-Type": "application/json; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
    });
  });
}
