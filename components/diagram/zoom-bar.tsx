"use client";

import { Focus, Maximize, Minus, Plus, Route } from "lucide-react";
import { useEffect, useState } from "react";
import { useMessages } from "../messages/use-messages.ts";
import type { ViewportRef } from "./viewport.ts";

interface ZoomBarProps {
  readonly viewport: ViewportRef;
  readonly onZoomBy: (factor: number) => void;
  readonly onZoomTo: (zoom: number) => void;
  readonly onFit: () => void;
  /** `null`: nothing is selected. */
  readonly onSelection: (() => void) | null;
  readonly onFocusPath: (() => void) | null;
}

const presets = [0.1, 0.25, 0.5, 1, 2];
const restMs = 150;

export function ZoomBar({ viewport, onZoomBy, onZoomTo, onFit, onSelection, onFocusPath }: ZoomBarProps) {
  const { number, t } = useMessages();
  const percent = usePercent(viewport);
  const percentText = (value: number) => t("diagram.percent", { n: number(value) });
  return (
    <div className="zoom-buttons" role="toolbar" aria-label={t("diagram.tools")} aria-orientation="vertical">
      <ToolButton label={t("diagram.zoomIn")} onClick={() => onZoomBy(1.3)}>
        <Plus size={14} aria-hidden />
      </ToolButton>
      <select
        className="zoom-select"
        aria-label={t("diagram.zoom")}
        value=""
        onChange={({ target }) => {
          // The control goes back to showing nothing chosen, which is no zoom.
          if (target.value !== "") onZoomTo(Number(target.value));
        }}
      >
        <option value="" hidden>
          {percentText(percent)}
        </option>
        {presets.map((zoom) => (
          <option key={zoom} value={zoom}>
            {percentText(zoom * 100)}
          </option>
        ))}
      </select>
      <ToolButton label={t("diagram.zoomOut")} onClick={() => onZoomBy(1 / 1.3)}>
        <Minus size={14} aria-hidden />
      </ToolButton>
      <ToolButton label={t("diagram.fit")} onClick={onFit}>
        <Maximize size={13} aria-hidden />
      </ToolButton>
      {onSelection && (
        <ToolButton label={t("diagram.toSelection")} onClick={onSelection}>
          <Focus size={14} aria-hidden />
        </ToolButton>
      )}
      {onFocusPath && (
        <ToolButton label={t("focus.open")} onClick={onFocusPath}>
          <Route size={14} aria-hidden />
        </ToolButton>
      )}
    </div>
  );
}

function ToolButton(props: {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}) {
  return (
    <button type="button" className="icon-button" aria-label={props.label} title={props.label} onClick={props.onClick}>
      {props.children}
    </button>
  );
}

/** The zoom in percent, once it has come to rest. */
function usePercent(viewport: ViewportRef): number {
  const [percent, setPercent] = useState(() => Math.round(viewport.current.zoom * 100));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const stop = viewport.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(() => setPercent(Math.round(viewport.current.zoom * 100)), restMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [viewport]);
  return percent;
}
