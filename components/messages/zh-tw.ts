import type { Catalogue } from "./messages.ts";
import { answers } from "./zh-tw/answers.ts";
import { diagram } from "./zh-tw/diagram.ts";
import { facts } from "./zh-tw/facts.ts";
import { findings } from "./zh-tw/findings.ts";
import { focus } from "./zh-tw/focus.ts";
import { frame } from "./zh-tw/frame.ts";
import { host } from "./zh-tw/host.ts";
import { inspector } from "./zh-tw/inspector.ts";
import { latency } from "./zh-tw/latency.ts";
import { life } from "./zh-tw/life.ts";
import { marks } from "./zh-tw/marks.ts";
import { pages } from "./zh-tw/pages.ts";
import { rail } from "./zh-tw/rail.ts";
import { search } from "./zh-tw/search.ts";
import { shortcuts } from "./zh-tw/shortcuts.ts";
import { table } from "./zh-tw/table.ts";
import { time } from "./zh-tw/time.ts";
import { views } from "./zh-tw/views.ts";

/** Every text that the page shows, in Traditional Chinese as engineers in Taiwan write; names of AWS and Kubernetes things stay. */
export const zhTw = {
  ...answers,
  ...diagram,
  ...facts,
  ...findings,
  ...focus,
  ...frame,
  ...host,
  ...inspector,
  ...latency,
  ...life,
  ...marks,
  ...pages,
  ...rail,
  ...search,
  ...shortcuts,
  ...table,
  ...time,
  ...views,
} as const satisfies Catalogue;
