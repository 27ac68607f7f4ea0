import { compressed } from "../../../../../lib/server/encoded.ts";
import { encodingFor, momentIn, offsetIn, queryIn } from "../../../../../lib/server/parameters.ts";
import { clusterNamed, respond } from "../../../../../lib/server/respond.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string }> };

/** What a query finds: how much of what, where, and the ids of the first. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ parameters }) => {
    const cluster = clusterNamed((await params).name);
    const encoding = encodingFor(request.headers.get("accept-encoding"));
    const { bytes } = await cluster.match({
      at: momentIn(parameters, "at"),
      query: queryIn(parameters),
      from: offsetIn(parameters, "from") ?? 0,
      withHosts: parameters.has("hosts"),
      caret: offsetIn(parameters, "caret"),
      encoding,
    });
    return compressed(bytes, encoding, {
      "Content-Type": "application/json; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
    });
  });
}
