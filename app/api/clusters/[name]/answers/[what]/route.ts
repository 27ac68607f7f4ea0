import { type AnswerName, answerNames, answerSubjects } from "../../../../../../lib/diagnosis/answers/answer-names.ts";
import { compressed } from "../../../../../../lib/server/encoded.ts";
import { choiceIn, encodingFor, idsIn, momentIn } from "../../../../../../lib/server/parameters.ts";
import { clusterNamed, respond } from "../../../../../../lib/server/respond.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly name: string; readonly what: string }> };

/** The answer to one of the questions people come with, about the Pod, policy, node, group or subnet of an `id`. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async ({ parameters }) => {
    const { name, what: asked } = await params;
    const cluster = clusterNamed(name);
    const named = new URLSearchParams({ question: asked });
    const what = choiceIn<AnswerName>(named, "question", { among: answerNames, usual: null });
    const [subject = null] = answerSubjects[what] === null ? [] : idsIn(parameters, "id", 1);
    const encoding = encodingFor(request.headers.get("accept-encoding"));
    const { bytes } = await cluster.answer({ at: momentIn(parameters, "at"), what, subject, encoding });
    return compressed(bytes, encoding, {
      "Content-Type": "application/json; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
    });
  });
}
