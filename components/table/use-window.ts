"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";

interface Options {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly count: number;
  /** Of every row, and of the head that covers the top. Pixels. */
  readonly rowHeight: number;
}

/** Rows that are drawn beyond what is in view, so that none is missing while the next ones are put in place. */
const beyond = 12;
/** Until it is known how much room there is; the server draws so many. */
const atFirst = 30;

/** Which rows of a long list are drawn: all are equally high. */
export function useWindow({ scroller, count, rowHeight }: Options) {
  const [place, setPlace] = useState({ first: 0, shown: atFirst });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      const first = Math.floor(element.scrollTop / rowHeight);
      const shown = Math.ceil(element.clientHeight / rowHeight);
      setPlace((before) => (before.first === first && before.shown === shown ? before : { first, shown }));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [scroller, rowHeight]);

  /** Scrolls as little as it takes to see a row. */
  const show = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (!element) return;
      const top = index * rowHeight;
      const lowest = top + 2 * rowHeight - element.clientHeight;
      if (element.scrollTop > top) element.scrollTop = top;
      else if (element.scrollTop < lowest) element.scrollTop = lowest;
    },
    [scroller, rowHeight],
  );

  const first = Math.max(0, Math.min(place.first, count) - beyond);
  const last = Math.min(count, place.first + place.shown + beyond) - 1;
  return { first, last, show };
}
