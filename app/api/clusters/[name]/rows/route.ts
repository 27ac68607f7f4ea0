import { groupings } from "../../../../../lib/diagram/grouping.ts";
import { kinds } from "../../../../../lib/query/field.ts";
import { compressed } from "../../../../../lib/server/encoded.ts";
import { choiceIn, encodingFor, momentIn, numberIn, offsetIn, queryIn } from "../../../../../lib/server/parameters.ts";
import { clusterNamed, respond } from "../../../../../lib/server/respond.ts";
import { mostRows } from "../../../../../lib/snapshot/found.ts";
import { columnsOf } from "../../../../../lib/table/columns.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string }> };

/** A page of the table of one kind. `sort` is a column, with a minus in front from the greatest on. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ parameters }) => {
    const cluster = clusterNamed((await params).name);
    const encoding = encodingFor(request.headers.get("accept-encoding"));
    const of = choiceIn(parameters, "kind", { among: kinds, usual: null });
    const columns = columnsOf(of);
    const sort = choiceIn(parameters, "sort", {
      among: ["group", ...columns, ...columns.map((column) => `-${column}`)],
      usual: "group",
    });
    const { bytes } = await cluster.rows({
      at: momentIn(parameters, "at"),
      query: queryIn(parameters),
      of,
      sort: sort === "group" ? null : { path: sort.replace(/^-/, ""), descending: sort.startsWith("-") },
      grouping: choiceIn(parameters, "group", { among: groupings, usual: "zone" }),
      from: offsetIn(parameters, "from") ?? 0,
      count: numberIn(parameters, "count", { most: mostRows, usual: 100 }),
      encoding,
    });
    return compressed(bytes, encoding, {
      "Content-Type": "application/json; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
    });
  });
}
