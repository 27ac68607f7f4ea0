"use client";

import { Settings2 } from "lucide-react";
import { Popover } from "../frame/popover.tsx";
import { languages, languageTags } from "../messages/language.ts";
import { useT } from "../messages/use-messages.ts";
import { browserZone } from "./browser-zone.ts";
import { Choice } from "./choice.tsx";
import { ownNames } from "./own-names.ts";
import { themes } from "./themes.ts";
import { usePreferences } from "./use-preferences.ts";

/** Theme, language and time zone in one place. */
export function PreferencesPopover() {
  const t = useT();
  return (
    <Popover label={t("preferences.label")} className="icon-button" button={<Settings2 size={15} aria-hidden />}>
      {() => <PreferencesForm />}
    </Popover>
  );
}

function PreferencesForm() {
  const t = useT();
  const { preferences, choose } = usePreferences();
  return (
    <div className="preferences">
      <Choice
        name="theme"
        title={t("preferences.theme")}
        options={themes.map((value) => ({ value, label: t(`preferences.theme.${value}`) }))}
        chosen={preferences.theme}
        onChoose={(theme) => choose({ theme })}
      />
      <Choice
        name="language"
        title={t("preferences.language")}
        options={languages.map((value) => ({ value, label: ownNames[value], lang: languageTags[value] }))}
        chosen={preferences.language}
        onChoose={(language) => choose({ language })}
      />
      <Choice
        name="zone"
        title={t("preferences.zone")}
        options={[
          { value: "utc", label: t("preferences.zone.utc") },
          { value: "local", label: t("preferences.zone.local", { zone: browserZone() }) },
        ]}
        chosen={preferences.zone === "utc" ? "utc" : "local"}
        onChoose={(zone) => choose({ zone: zone === "utc" ? "utc" : browserZone() })}
      />
    </div>
  );
}
