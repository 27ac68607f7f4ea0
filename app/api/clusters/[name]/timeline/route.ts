import { momentIn, numberIn } from "../../../../../lib/server/parameters.ts";
import { clusterNamed, json, respond } from "../../../../../lib/server/respond.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ parameters }) => {
    const cluster = clusterNamed((await params).name);
    const from = momentIn(parameters, "from") ?? 0;
    const to = momentIn(parameters, "to") ?? Number.MAX_SAFE_INTEGER;
    const limit = numberIn(parameters, "limit", { most: 10_000, usual: 2_000 });
    return json(await cluster.timeline({ from, to, limit }));
  });
}
