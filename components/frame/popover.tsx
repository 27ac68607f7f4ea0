"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";

interface PopoverProps {
  readonly label: string;
  readonly button: ReactNode;
  readonly className?: string;
  readonly align?: "left" | "right";
  readonly children: (close: () => void) => ReactNode;
  readonly state?: string;
}

/** A button that opens a small panel; Escape and a click elsewhere close it. */
export function Popover({ label, button, className = "", align = "right", children, state }: PopoverProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const away = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      setOpen(false);
      trigger.current?.focus();
    };
    document.addEventListener("pointerdown", away);
    document.addEventListener("keydown", onEscape, true);
    return () => {
      document.removeEventListener("pointerdown", away);
      document.removeEventListener("keydown", onEscape, true);
    };
  }, [open]);
  return (
    <div className="popover-root" ref={root}>
      <button
        ref={trigger}
        type="button"
        className={className}
        data-state={state}
        aria-expanded={open}
        title={label}
        onClick={() => setOpen(!open)}
      >
        {button}
        <span className="sr-only"> {label}</span>
      </button>
      {open && (
        <section className="popover" data-align={align} aria-label={label}>
          {children(() => setOpen(false))}
        </section>
      )}
    </div>
  );
}
