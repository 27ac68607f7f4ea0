import { groupings } from "../../../../../lib/diagram/grouping.ts";
import { formatNames } from "../../../../../lib/export/index.ts";
import { kinds } from "../../../../../lib/query/field.ts";
import { compressed } from "../../../../../lib/server/encoded.ts";
import { choiceIn, columnsIn, encodingFor, momentIn, queryIn } from "../../../../../lib/server/parameters.ts";
import { clusterNamed, respond } from "../../../../../lib/server/respond.ts";
import { columnsOf } from "../../../../../lib/table/columns.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string }> };

/** What is seen, as a file. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ parameters }) => {
    const cluster = clusterNamed((await params).name);
    const encoding = encodingFor(request.headers.get("accept-encoding"));
    const kind = parameters.get("kind") ? choiceIn(parameters, "kind", { among: kinds, usual: null }) : null;
    const { name, type, bytes } = await cluster.export({
      at: momentIn(parameters, "at"),
      format: choiceIn(parameters, "format", { among: formatNames, usual: null }),
      query: queryIn(parameters),
      grouping: choiceIn(parameters, "group", { among: groupings, usual: "zone" }),
      theme: choiceIn(parameters, "theme", { among: ["light", "dark", "auto"], usual: "light" }),
      kinds: kind && [kind],
      columns: columnsIn(parameters, ["kind", ...new Set(kind ? columnsOf(kind) : kinds.flatMap(columnsOf))]),
      encoding,
    });
    return compressed(bytes, encoding, {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store, no-transform",
    });
  });
}
