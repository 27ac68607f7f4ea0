import type { Page } from "@playwright/test";

/** Times between frames while something was done, in milliseconds. */
export interface Frames {
  readonly count: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly worstMs: number;
  /** By the median. */
  readonly fps: number;
}

/** Records the page's frames while something is done to it. */
export async function framesDuring(page: Page, act: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const times: number[] = [];
    const recorder = { times, isOn: true };
    Object.assign(window, { recorder });
    const note = (time: number) => {
      times.push(time);
      if (recorder.isOn) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await act();
  const times = await page.evaluate(() => {
    const { recorder } = window as unknown as { recorder: { times: number[]; isOn: boolean } };
    recorder.isOn = false;
    return recorder.times;
  });
  return framesOf(times);
}

export function framesOf(times: readonly number[]): Frames {
  const gaps = times
    .slice(1)
    .map((time, index) => time - (times[index] as number))
    .sort((a, b) => a - b);
  const at = (share: number) => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))] ?? 0;
  const medianMs = at(0.5);
  return {
    count: gaps.length,
    medianMs: tenths(medianMs),
    p95Ms: tenths(at(0.95)),
    worstMs: tenths(gaps.at(-1) ?? 0),
    fps: medianMs === 0 ? 0 : tenths(1000 / medianMs),
  };
}

export function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
