"use client";

import { createContext, useContext } from "react";
import type { Messages, Translate } from "./messages.ts";

export const MessagesContext = createContext<Messages | null>(null);

/** Texts, ages, moments and numbers as the reader of this page wants them. */
export function useMessages(): Messages {
  const messages = useContext(MessagesContext);
  if (!messages) throw new Error("Something is drawn outside of the page's layout.");
  return messages;
}

export function useT(): Translate {
  return useMessages().t;
}
