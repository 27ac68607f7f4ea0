import { compressed } from "../../../../../lib/server/encoded.ts";
import { encodingFor, momentIn } from "../../../../../lib/server/parameters.ts";
import { clusterNamed, respond } from "../../../../../lib/server/respond.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string }> };

/** All that was found, whole; with `about`, what was found about that resource, and the finding of that id. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ parameters }) => {
    const cluster = clusterNamed((await params).name);
    const encoding = encodingFor(request.headers.get("accept-encoding"));
    const about = parameters.get("about");
    const { bytes } = await cluster.findings({ at: momentIn(parameters, "at"), about, encoding });
    return compressed(bytes, encoding, {
      "Content-Type": "application/json; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
    });
  });
}
