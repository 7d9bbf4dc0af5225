import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { ROLE, API_URL } = process.env;

/** A pages-only process has no API of its own: it hands /graphql on to the one it was given. */
const apiElsewhere = ROLE === "web" && API_URL ? API_URL.replace(/\/$/, "") : null;

const config: NextConfig = {
  turbopack: {
    root,
    resolveAlias: { "next-intl/config": "./i18n/request.ts" },
  },
  // The check command is the judge of types; a start builds what is there.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  allowedDevOrigins: ["127.0.0.1"],
  experimental: { authInterrupts: true, optimizePackageImports: ["radix-ui", "lucide-react", "recharts"] },
  rewrites: async () =>
    apiElsewhere
      ? [
          { source: "/graphql", destination: `${apiElsewhere}/graphql` },
          { source: "/graphql/:path*", destination: `${apiElsewhere}/graphql/:path*` },
        ]
      : [],
};

export default config;
