import type { Random } from "./random.ts";

const hexDigits = "0123456789abcdef";
/** The letters Kubernetes makes names from: no vowels, nothing that reads like a word (apimachinery: pkg/util/rand). */
const safeLetters = "bcdfghjklmnpqrstvwxz2456789";

/** `eni-0…`, `sg-0…`, `i-0…`: an EC2 id in its long form. */
export function ec2Id(random: Random, prefix: string): string {
  return `${prefix}-0${random.text(hexDigits, 16)}`;
}

export function nameSuffix(random: Random, length = 5): string {
  return random.text(safeLetters, length);
}

export function uuid(random: Random): string {
  const hex = random.text(hexDigits, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** A locally administered address, as EC2 gives them: `02:…`. */
export function macAddress(random: Random): string {
  const hex = random.text(hexDigits, 10);
  return `02:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}:${hex.slice(6, 8)}:${hex.slice(8)}`;
}

export function hexText(random: Random, length: number): string {
  return random.text(hexDigits, length);
}
