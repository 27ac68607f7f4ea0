"use client";

import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";

interface Line {
  readonly key: number;
  readonly text: string;
}

const AnnouncerContext = createContext<(text: string) => void>(() => undefined);

/** As many lines as are kept for who reads back. */
const mostLines = 5;

/** A place that screen readers follow: what `useAnnounce` is given is read out once the reader has finished its sentence. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [lines, setLines] = useState<readonly Line[]>([]);
  const key = useRef(0);
  const announce = useCallback((text: string) => {
    key.current += 1;
    const line = { key: key.current, text };
    setLines((before) => [...before, line].slice(-mostLines));
  }, []);
  return (
    <AnnouncerContext value={announce}>
      {children}
      <div className="sr-only announcer" role="log">
        {lines.map((line) => (
          <p key={line.key}>{line.text}</p>
        ))}
      </div>
    </AnnouncerContext>
  );
}

/** Says a sentence to whoever cannot see it happen. */
export function useAnnounce(): (text: string) => void {
  return useContext(AnnouncerContext);
}
