/** Chance that can be repeated: the same seed gives the same world. */
export interface Random {
  /** 0 <= x < 1. */
  next(): number;
  between(least: number, most: number): number;
  /** A whole number, both ends included. */
  whole(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** A duration around `typical`, with the long tail that real latencies have. */
  around(typical: number): number;
  text(alphabet: string, length: number): string;
}

/** A generator of its own (sfc32): nothing else in the program moves it. */
export function createRandom(seed: number): Random {
  let a = seed | 0;
  let b = 0x9e3779b9;
  let c = 0x243f6a88;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 15; round++) next();
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    whole,
    between: (least, most) => least + next() * (most - least),
    chance: (probability) => next() < probability,
    pick: (list) => {
      const chosen = list[Math.floor(next() * list.length)];
      if (chosen === undefined) throw new RangeError("nothing to pick from");
      return chosen;
    },
    around: (typical) => Math.round(typical * (0.6 + 0.5 * next() + 0.9 * next() ** 3)),
    text: (alphabet, length) => {
      let text = "";
      for (let index = 0; index < length; index++) text += alphabet[Math.floor(next() * alphabet.length)];
      return text;
    },
  };
}
