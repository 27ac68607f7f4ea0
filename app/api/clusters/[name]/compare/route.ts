import { compressed } from "../../../../../lib/server/encoded.ts";
import { encodingFor, momentIn } from "../../../../../lib/server/parameters.ts";
import { clusterNamed, respond } from "../../../../../lib/server/respond.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string }> };

/** What differs between two moments, `at` and `to`; one that is not given is the latest. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ parameters }) => {
    const cluster = clusterNamed((await params).name);
    const encoding = encodingFor(request.headers.get("accept-encoding"));
    const { bytes } = await cluster.compare({
      at: momentIn(parameters, "at"),
      to: momentIn(parameters, "to"),
      encoding,
    });
    return compressed(bytes, encoding, {
      "Content-Type": "application/json; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
    });
  });
}
