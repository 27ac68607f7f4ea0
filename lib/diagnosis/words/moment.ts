/** A moment in epoch milliseconds as `2026-05-04 08:00:00 UTC`. */
export function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
