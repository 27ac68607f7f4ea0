import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { lifeOf } from "../../lib/life/life-of.ts";
import { readRecording } from "../../lib/recording/ndjson.ts";
import { en } from "../messages/en.ts";
import { messagesOf } from "../messages/messages.ts";
import { MessagesContext } from "../messages/use-messages.ts";
import { zhTw } from "../messages/zh-tw.ts";
import { LifeStep } from "./life-step.tsx";

const file = join(import.meta.dirname, "../../public/recordings/ironman-2022.ndjson");
const { recording } = readRecording(readFileSync(file, "utf8"));
const life = recording && lifeOf(recording, { kind: "pod", id: "default/aws-cli" }, 1e14);

function drawn(messages: ReturnType<typeof messagesOf>): string {
  return renderToStaticMarkup(
    <MessagesContext value={messages}>
      <ol>
        {life?.steps.map((step) => (
          <LifeStep key={step.step} step={step} longest={1} usual={null} />
        ))}
      </ol>
    </MessagesContext>,
  );
}

test("a ladder says what was reached, by when at the latest, what shows it, and what would show the rest", () => {
  const html = drawn(messagesOf(en, "en", "utc"));
  expect(html.match(/<li data-state="reached">/g)).toHaveLength(6);
  expect(html).toContain("by 2022-09-29 10:29:58 UTC at the latest");
  expect(html).toContain("eni-09a7a909e06fc4be6 status: in-use");
  expect(html).toContain("Would be seen in output of its node.");
  expect(html).toContain("filled in: The article says");
});

test("it speaks Chinese as well", () => {
  const html = drawn(messagesOf(zhTw, "zh-tw", "utc"));
  expect(html).toContain("已註記");
  expect(html).not.toContain("Annotated");
});
