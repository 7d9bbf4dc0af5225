import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "schema.graphql",
  documents: ["web/**/*.{ts,tsx}", "!web/gql/**", "!web/.next/**"],
  ignoreNoDocuments: true,
  generates: {
    "web/gql/": {
      preset: "client",
      presetConfig: { fragmentMasking: { unmaskFunctionName: "readFragment" } },
      config: {
        documentMode: "string",
        useTypeImports: true,
        enumsAsTypes: true,
        defaultScalarType: "unknown",
        // Every scalar but Count is text.
        scalars: {
          ...Object.fromEntries(
            [
              "ID",
              "CountryCode",
              "CurrencyCode",
              "Date",
              "DateTimeISO",
              "Decimal",
              "EmailAddress",
              "Line",
              "Month",
              "Name",
              "OpenDate",
            ].map((name) => [name, "string"]),
          ),
          ...Object.fromEntries(
            ["Password", "Rate", "SeenCountry", "Text", "TimeZone", "Token", "URL"].map((name) => [
              name,
              "string",
            ]),
          ),
          Count: "number",
          // What an editor begins with is what it sends.
          TermsAsInput: { input: "never", output: "TermsInput" },
        },
      },
    },
  },
};

export default config;
