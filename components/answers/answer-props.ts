import type { AnswerOf } from "../../lib/diagnosis/answers/answer.ts";
import type { AnswerName } from "../../lib/diagnosis/answers/answer-names.ts";
import type { AnswerWords } from "../../lib/diagnosis/answers/words/words.ts";
import type { Messages } from "../messages/messages.ts";

export interface AnswerProps<N extends AnswerName> {
  readonly answer: AnswerOf[N];
  readonly words: AnswerWords;
  readonly messages: Messages;
  readonly now: number;
  readonly onSelect: (id: string) => void;
}
