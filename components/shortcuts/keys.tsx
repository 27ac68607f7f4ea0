"use client";

import { Fragment, useSyncExternalStore } from "react";
import { keyCap, type Shortcut } from "./shortcuts.ts";

/** The keys of a shortcut as they are printed on this reader's keyboard. */
export function Keys({ shortcut }: { readonly shortcut: Shortcut }) {
  const isMac = useSyncExternalStore(
    never,
    () => /Mac|iP(hone|ad)/.test(navigator.platform),
    () => false,
  );
  return (
    <span className="keys">
      {shortcut.keys.map((key) => (
        <Fragment key={key}>
          <kbd>{keyCap(key, isMac)}</kbd>{" "}
        </Fragment>
      ))}
    </span>
  );
}

function never() {
  return () => undefined;
}
