import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { type Latency, latencyOf } from "../../lib/life/latency.ts";
import { living } from "../../lib/simulator/living.ts";
import { record } from "../../lib/simulator/record.ts";
import { simulate } from "../../lib/simulator/simulate.ts";
import { en } from "../messages/en.ts";
import { messagesOf } from "../messages/messages.ts";
import { MessagesContext } from "../messages/use-messages.ts";
import { zhTw } from "../messages/zh-tw.ts";
import { LatencyView } from "./latency-view.tsx";

const scenario = living();
const until = scenario.start + 6 * 60_000;
const latency = latencyOf(record(simulate(scenario), { until, everyMs: 5_000 }), until);
const english = messagesOf(en, "en", "utc");

function drawn(of: Latency, messages = english): string {
  return renderToStaticMarkup(
    <MessagesContext value={messages}>
      <LatencyView latency={of} onSelect={() => undefined} />
    </MessagesContext>,
  );
}

const bars = (html: string) => html.match(/<i style="width:[^"]+" aria-hidden="true">/g) ?? [];

test("every bar of a histogram has its number and its share as text", () => {
  const spread = { count: 4, medianMs: 1500, p95Ms: 40_000, mostMs: 40_000 };
  const histogram = [
    { upToMs: 1000, count: 0 },
    { upToMs: 2000, count: 3 },
    { upToMs: null, count: 1 },
  ];
  const html = drawn({ ...latency, pods: 6, allocation: { spread, histogram }, workloads: [] });
  expect(html).toContain("Median 1.5 s, 95 of 100 within 40 s, longest 40 s");
  expect(html).toContain("Of 2 Pods the time is not known.");
  expect(html).toMatch(/up to 1 s<\/th><td>0<\/td><td>0 %/);
  expect(html).toMatch(/over 1 s, up to 2 s<\/th><td>3<\/td><td><i style="width:75%"[^>]*><\/i>75 %/);
  expect(html).toMatch(/over 2 s<\/th><td>1<\/td>/);
  expect(bars(html)).toHaveLength(2);
});

test("a cluster's steps, slowest Pods and workloads are told, each Pod as a button", () => {
  const html = drawn(latency);
  for (const { step } of latency.steps) expect(html).toContain(`<th scope="row">${en[`life.step.${step}`]}</th>`);
  expect(latency.slowest.length).toBeGreaterThan(3);
  for (const { pod } of latency.slowest)
    expect(html).toMatch(new RegExp(`<button type="button" class="link"><bdi class="mono"[^>]*>${pod}`));
  expect(html.match(/<details>/g)).toHaveLength(
    latency.workloads.slice(0, 20).filter(({ spread }) => spread !== null).length,
  );
});

test("who is stuck is told with the step, the count and the checks, and the workloads they are of come first", () => {
  const pods = ["shop/late-1", "shop/late-2"];
  const stuck = [{ step: "P4w", name: "waiting for capacity", checks: ["SGP-020"], count: 5, pods }] as const;
  const one = { spread: null, histogram: [] };
  const many = Array.from({ length: 25 }, (_, index) => ({ ...one, workload: `shop/quick-${index}`, stuck: 0 }));
  const html = drawn({ ...latency, stuck, workloads: [...many, { ...one, workload: "shop/late", stuck: 5 }] });
  expect(html).toContain("<b>Waiting for capacity</b> 5 stuck");
  expect(html).toContain("SGP-020");
  expect(html).toContain("shop/late-2");
  expect(html).toContain("3 more");
  expect(html.indexOf(">shop/late<")).toBeLessThan(html.indexOf(">shop/quick-0<"));
  expect(html).not.toContain(">shop/quick-19<");
  expect(html).toContain("Only the first 20 workloads are listed.");
  expect(html).toContain("No time is known");
});

test("without Pods it says so, and what was left out", () => {
  const html = drawn({ ...latency, pods: 0, leftOut: 7 });
  expect(html).toContain("No Pod asked for a branch from");
  expect(html).toContain("7 more Pods are left out");
  expect(html).not.toContain("<table");
});

test("it speaks Chinese as well", () => {
  const html = drawn(latency, messagesOf(zhTw, "zh-tw", "utc"));
  expect(html).toContain("最慢的 Pod");
  expect(html).not.toContain("Slowest");
});
