import type { Words } from "./words.ts";

/** What every finding is called and how it is told, by rule id. English has them all; every other language has what English has. */
export const en = {};
export const zhTw: { readonly [Id in keyof typeof en]: (typeof en)[Id] } = {};

export type Dictionary = Readonly<Record<string, Words>>;
