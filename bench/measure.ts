/** One timed step: wall time, and CPU time of this process, in milliseconds. */
export interface Timing {
  readonly wallMs: number;
  readonly cpuMs: number;
}

export function measure<T>(step: () => T): { readonly value: T; readonly timing: Timing } {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const value = step();
  return { value, timing: since(start, cpu) };
}

export async function measureAsync(step: () => Promise<unknown>): Promise<Timing> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await step();
  return since(start, cpu);
}

/** The median of several runs of a step. */
export function medianOf(runs: number, step: (run: number) => unknown): Timing {
  const timings = Array.from({ length: runs }, (_, run) => measure(() => step(run)).timing);
  return { wallMs: median(timings.map(({ wallMs }) => wallMs)), cpuMs: median(timings.map(({ cpuMs }) => cpuMs)) };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export function megabytes(bytes: number): number {
  return Math.round(bytes / 10_000) / 100;
}

function since(start: number, cpu: NodeJS.CpuUsage): Timing {
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs: round(performance.now() - start), cpuMs: round((user + system) / 1_000) };
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
