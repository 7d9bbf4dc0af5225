import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { messagesOf } from "../i18n/with-messages.tsx";
import { collectEarly } from "../lib/early.ts";
import { ApiClient } from "../lib/api-client.tsx";
import { EarlyWords } from "../shell/early-words.tsx";
import { ToastProvider } from "../ui/toast.tsx";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("app");
  return {
    title: { default: t("title"), template: `%s – ${t("title")}` },
    description: t("description"),
    robots: { index: false },
  };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f8fa" },
    { media: "(prefers-color-scheme: dark)", color: "#0c1016" },
  ],
};

export default async function RootLayout({
  children,
}: {
  children: ReactNode;
}): Promise<ReactNode> {
  // The theme's script runs before anything of ours is loaded, by the nonce that this answer's
  // policy names.
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang={await getLocale()} suppressHydrationWarning>
      <body>
        <script
          {...(nonce ? { nonce } : {})}
          suppressHydrationWarning
          dangerouslySetInnerHTML={{ __html: `(${String(collectEarly)})()` }}
        />
        <ThemeProvider
          attribute="class"
          defaultTheme="system"
          enableSystem
          disableTransitionOnChange
          {...(nonce ? { nonce } : {})}
        >
          <NextIntlClientProvider messages={await messagesOf("layout")}>
            <NuqsAdapter>
              <ApiClient>
                <ToastProvider>{children}</ToastProvider>
              </ApiClient>
            </NuqsAdapter>
          </NextIntlClientProvider>
        </ThemeProvider>
        <EarlyWords />
      </body>
    </html>
  );
}
