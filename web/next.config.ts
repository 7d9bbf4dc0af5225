import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Every page and layout brings the messages that its client code reads. */
const withMessages = { loaders: ["./i18n/with-messages-loader.cjs"] };
const config: NextConfig = {
  turbopack: {
    root,
    resolveAlias: { "next-intl/config": "./i18n/request.ts" },
    rules: {
      "**/app/**/page.tsx": withMessages,
      "**/app/**/layout.tsx": withMessages,
    },
  },
  // The check command is the judge of types; a start builds what is there.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // No page has an image to be made anew, so the library that would do it stays out.
  images: { unoptimized: true },
  allowedDevOrigins: ["127.0.0.1"],
  experimental: {
    authInterrupts: true,
    optimizePackageImports: ["radix-ui", "lucide-react", "recharts"],
  },
};

export default config;
