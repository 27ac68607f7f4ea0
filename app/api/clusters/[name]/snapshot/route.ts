import { encodingHeader } from "../../../../../lib/server/declared-encoding.ts";
import { encodingFor, matches, momentIn } from "../../../../../lib/server/parameters.ts";
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
    const tagOf = (version: number | null) => `"${hub.startedAt.toString(36)}-${at ?? version}-${form}-${encoding}"`;
    const headers = {
      "Content-Type": form === "columns" ? columnsType : "application/json; charset=utf-8",
      // What is compressed already must not be compressed again on its way.
      "Cache-Control": "private, no-cache, no-transform",
      Vary: "Accept, Accept-Encoding",
      ...(encoding === "identity" ? {} : { [encodingHeader]: encoding }),
    };
    const known = request.headers.get("if-none-match");
    if (at === null && cluster.revision !== null && matches(known, tagOf(cluster.revision))) {
      return new Response(null, { status: 304, headers: { ...headers, ETag: tagOf(cluster.revision) } });
    }
    const { revision, bytes } = await cluster.snapshot({ at, form, encoding });
    // A moment that has not come yet is answered with the live snapshot, which goes on changing.
    const etag = at !== null && revision !== null ? null : tagOf(revision);
    if (etag && matches(known, etag)) return new Response(null, { status: 304, headers: { ...headers, ETag: etag } });
    return new Response(bytes, {
      headers: { ...headers, ...(etag ? { ETag: etag } : {}) },
    });
  });
}
