import { encoded } from "../../../../../lib/server/encoded.ts";
import { encodingFor, momentIn } from "../../../../../lib/server/parameters.ts";
import { clusterNamed, respond } from "../../../../../lib/server/respond.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string }> };

/** What the page starts with: everything of a small cluster, the outline of a large one. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ hub, parameters }) => {
    const cluster = clusterNamed((await params).name);
    const at = momentIn(parameters, "at");
    const encoding = encodingFor(request.headers.get("accept-encoding"));
    return encoded({
      hub,
      request,
      type: "application/json; charset=utf-8",
      encoding,
      variant: "overview",
      at,
      revision: cluster.revision,
      make: () => cluster.overview({ at, encoding }),
    });
  });
}
