import { momentIn } from "../../../../../lib/server/parameters.ts";
import { clusterNamed, respond } from "../../../../../lib/server/respond.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string }> };

const maxBytes = 64_000_000;

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ parameters }) => {
    const cluster = clusterNamed((await params).name);
    const from = momentIn(parameters, "from") ?? 0;
    const to = momentIn(parameters, "to") ?? Number.MAX_SAFE_INTEGER;
    const { text, complete } = await cluster.recording({ from, to, maxBytes });
    return new Response(text, {
      headers: {
        "Content-Type": "application/x-ndjson; charset=utf-8",
        // A checked name: nothing in it needs quoting.
        "Content-Disposition": `attachment; filename="${cluster.summary.name}.ndjson"`,
        "Cache-Control": "no-store",
        "X-Trunkscope-Complete": String(complete),
      },
    });
  });
}
