"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { type Theme, themes } from "../dashboard/themes.ts";
import { t } from "../messages/messages.ts";
import { Popover } from "./popover.tsx";

const icons = { system: Monitor, light: Sun, dark: Moon } satisfies Record<Theme, typeof Sun>;

export function ThemeSwitch({ theme, onTheme }: { readonly theme: Theme; readonly onTheme: (theme: Theme) => void }) {
  const Icon = icons[theme];
  return (
    <Popover label={t("top.theme")} className="icon-button" button={<Icon size={15} aria-hidden />}>
      {(close) => (
        <div className="menu menu-small">
          {themes.map((one) => {
            const Own = icons[one];
            return (
              <button
                key={one}
                type="button"
                aria-pressed={one === theme}
                onClick={() => {
                  onTheme(one);
                  close();
                }}
              >
                <Own size={14} aria-hidden />
                {t(`top.theme.${one}`)}
              </button>
            );
          })}
        </div>
      )}
    </Popover>
  );
}
