import { answers } from "./en/answers.ts";
import { diagram } from "./en/diagram.ts";
import { facts } from "./en/facts.ts";
import { findings } from "./en/findings.ts";
import { focus } from "./en/focus.ts";
import { frame } from "./en/frame.ts";
import { host } from "./en/host.ts";
import { inspector } from "./en/inspector.ts";
import { latency } from "./en/latency.ts";
import { life } from "./en/life.ts";
import { marks } from "./en/marks.ts";
import { pages } from "./en/pages.ts";
import { rail } from "./en/rail.ts";
import { search } from "./en/search.ts";
import { shortcuts } from "./en/shortcuts.ts";
import { table } from "./en/table.ts";
import { time } from "./en/time.ts";
import { views } from "./en/views.ts";

/** Every text that the page shows, in English. `{name}` is filled in; forms of a plural are chosen by `{n}`. */
export const en = {
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
} as const;
