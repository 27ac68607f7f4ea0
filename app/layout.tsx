import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "@xyflow/react/dist/base.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import type { CSSProperties, ReactNode } from "react";
import { languageTags } from "../components/messages/language.ts";
import { PreferencesProvider } from "../components/preferences/preferences-provider.tsx";
import { readMessages, readPreferences } from "./reader.ts";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await readMessages();
  return { description: t("app.about"), icons: { icon: "/icon.svg" } };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fcfcfd" },
    { media: "(prefers-color-scheme: dark)", color: "#0e0f11" },
  ],
};

export default async function Layout({ children }: { readonly children: ReactNode }) {
  const preferences = await readPreferences();
  const sizes = { "--inspector-width": `${preferences.inspectorWidth}px` } as CSSProperties;
  return (
    <html
      lang={languageTags[preferences.language]}
      data-theme={preferences.theme}
      style={sizes}
      suppressHydrationWarning
    >
      <body>
        <PreferencesProvider first={preferences}>{children}</PreferencesProvider>
      </body>
    </html>
  );
}
