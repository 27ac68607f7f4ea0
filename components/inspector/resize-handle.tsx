"use client";

import { type KeyboardEvent, type PointerEvent, useState, useSyncExternalStore } from "react";
import { useT } from "../messages/use-messages.ts";
import { inspectorWidths } from "../preferences/preferences.ts";
import { usePreferences } from "../preferences/use-preferences.ts";

/** Step of an arrow key; with Shift a larger one. */
const step = 16;
const largeStep = 64;
/** Of a sheet, in hundredths of the page's height. */
const sheet = { least: 25, most: 90, usual: 56 };

/** The edge of the inspector, moved by pointer or arrow keys: its width beside the diagram, which is kept, or its height as a sheet. */
export function ResizeHandle() {
  const t = useT();
  const isSheet = useIsSheet();
  const { preferences, choose } = usePreferences();
  const [height, setHeight] = useState(sheet.usual);
  const { least, most } = isSheet ? sheet : inspectorWidths;
  const size = isSheet ? height : preferences.inspectorWidth;
  const take = (wanted: number) => {
    const next = Math.round(Math.min(most, Math.max(least, wanted)));
    document.documentElement.style.setProperty(
      isSheet ? "--inspector-height" : "--inspector-width",
      isSheet ? `${next}dvh` : `${next}px`,
    );
    if (isSheet) setHeight(next);
    return next;
  };
  const keep = (wanted: number) => {
    const next = take(wanted);
    if (!isSheet) choose({ inspectorWidth: next });
  };
  const sizeAt = ({ clientX, clientY }: PointerEvent) =>
    isSheet ? (1 - clientY / window.innerHeight) * 100 : window.innerWidth - clientX;
  const onKey = (event: KeyboardEvent) => {
    const by = (event.shiftKey ? largeStep : step) / (isSheet ? 4 : 1);
    const wanted = {
      ...moves(size, by, isSheet),
      Home: least,
      End: most,
      Enter: isSheet ? sheet.usual : inspectorWidths.usual,
    };
    const next = (wanted as Readonly<Record<string, number>>)[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    keep(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is no line between texts
    <div
      className="resize"
      role="separator"
      tabIndex={0}
      aria-label={t(isSheet ? "inspector.resize.sheet" : "inspector.resize")}
      aria-orientation={isSheet ? "horizontal" : "vertical"}
      aria-valuenow={size}
      aria-valuemin={least}
      aria-valuemax={most}
      onKeyDown={onKey}
      onDoubleClick={() => keep(isSheet ? sheet.usual : inspectorWidths.usual)}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && take(sizeAt(event))}
      onPointerUp={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && keep(sizeAt(event))}
    />
  );
}

/** The edge follows the key: the inspector grows to the left, a sheet upwards. */
function moves(size: number, by: number, isSheet: boolean): Readonly<Record<string, number>> {
  return isSheet ? { ArrowUp: size + by, ArrowDown: size - by } : { ArrowLeft: size + by, ArrowRight: size - by };
}

const narrow = "(max-width: 720px)";

function useIsSheet(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(narrow);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => window.matchMedia(narrow).matches,
    () => false,
  );
}
