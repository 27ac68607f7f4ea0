import { encoded } from "../../../../../lib/server/encoded.ts";
import { encodingFor, idsIn, momentIn } from "../../../../../lib/server/parameters.ts";
import { clusterNamed, respond } from "../../../../../lib/server/respond.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string }> };

/** Everything on the instances that the resources named by `id` stand on. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ hub, parameters }) => {
    const cluster = clusterNamed((await params).name);
    const at = momentIn(parameters, "at");
    const ids = idsIn(parameters, "id", 150);
    const encoding = encodingFor(request.headers.get("accept-encoding"));
    return encoded({
      hub,
      request,
      type: "application/json; charset=utf-8",
      encoding,
      variant: "details",
      at,
      revision: cluster.revision,
      make: () => cluster.details({ at, ids, encoding }),
    });
  });
}
