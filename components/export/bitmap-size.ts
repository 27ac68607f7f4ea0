/** Browsers draw no canvas that is longer, or has more pixels than they have memory for. */
const longestSide = 16_000;
const mostPixels = 60_000_000;
/** Twice as fine as the diagram at full size; below an eighth not even the outlines of cards can be told apart. */
const finest = 2;
const coarsest = 1 / 8;

export interface BitmapSize {
  readonly width: number;
  readonly height: number;
}

/** How large a bitmap of a drawing can be; `null`: it would have to be so small that nothing could be told apart. */
export function bitmapSize({ width, height }: BitmapSize): BitmapSize | null {
  if (!(width > 0 && height > 0)) return null;
  const scale = Math.min(finest, longestSide / width, longestSide / height, Math.sqrt(mostPixels / (width * height)));
  if (scale < coarsest) return null;
  return { width: Math.floor(width * scale), height: Math.floor(height * scale) };
}
