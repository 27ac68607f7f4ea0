import { encoded } from "../../../../../lib/server/encoded.ts";
import { encodingFor, momentIn } from "../../../../../lib/server/parameters.ts";
import { clusterNamed, respond } from "../../../../../lib/server/respond.ts";
import { columnsType } from "../../../../../lib/snapshot/columns.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ hub, parameters }) => {
    const cluster = clusterNamed((await params).name);
    const at = momentIn(parameters, "at");
    const encoding = encodingFor(request.headers.get("accept-encoding"));
    const form = request.headers.get("accept")?.includes(columnsType) ? "columns" : "json";
    return encoded({
      hub,
      request,
      type: form === "columns" ? columnsType : "application/json; charset=utf-8",
      encoding,
      variant: form,
      at,
      revision: cluster.revision,
      make: () => cluster.snapshot({ at, form, encoding }),
    });
  });
}
