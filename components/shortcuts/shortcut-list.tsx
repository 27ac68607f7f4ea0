"use client";

import { useT } from "../messages/use-messages.ts";
import { Keys } from "./keys.tsx";
import { places, type Shortcut, shortcuts } from "./shortcuts.ts";

const all: readonly Shortcut[] = Object.values(shortcuts);

/** Every shortcut, by the part of the page it works in. */
export function ShortcutList() {
  const t = useT();
  return places.map((place) => (
    <section key={place} className="shortcuts">
      <h3>{t(`shortcut.in.${place}`)}</h3>
      <dl>
        {all
          .filter((shortcut) => shortcut.place === place)
          .map((shortcut) => (
            <div key={shortcut.what}>
              <dt>
                <Keys shortcut={shortcut} />
              </dt>
              <dd>{t(shortcut.what)}</dd>
            </div>
          ))}
      </dl>
    </section>
  ));
}
