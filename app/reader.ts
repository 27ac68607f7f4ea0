import "server-only";
import { cookies, headers } from "next/headers";
import { catalogueIn } from "../components/messages/catalogues.ts";
import { type Messages, messagesOf } from "../components/messages/messages.ts";
import { type Preferences, preferencesFrom } from "../components/preferences/preferences.ts";

/** How the reader of this request wants the page. */
export async function readPreferences(): Promise<Preferences> {
  const [kept, sent] = await Promise.all([cookies(), headers()]);
  return preferencesFrom((name) => kept.get(name)?.value, sent.get("accept-language"));
}

export async function readMessages(): Promise<Messages> {
  const { language, zone } = await readPreferences();
  return messagesOf(await catalogueIn(language), language, zone);
}
