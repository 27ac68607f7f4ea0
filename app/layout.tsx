import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "@xyflow/react/dist/base.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { themes } from "../components/dashboard/themes.ts";
import { t } from "../components/messages/messages.ts";

export const metadata: Metadata = { description: t("app.about"), icons: { icon: "/icon.svg" } };
export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fcfcfd" },
    { media: "(prefers-color-scheme: dark)", color: "#0e0f11" },
  ],
};

export default async function Layout({ children }: { readonly children: ReactNode }) {
  const kept = (await cookies()).get("theme")?.value;
  return (
    <html lang="en" data-theme={themes.find((theme) => theme === kept) ?? "system"} suppressHydrationWarning>
      <body>{children}</body>
    </html>
  );
}
