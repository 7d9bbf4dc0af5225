import type { CodegenConfig } from "@graphql-codegen/cli";
import { writePageNamespaces } from "./web/i18n/derive.ts";
import { Kind, parse, print, stripIgnoredCharacters, type DefinitionNode } from "graphql";

/**
 * The map by which `graphql()` finds its document is on every page. As generated, its keys are the
 * whole texts once more; the name that each text begins with is enough.
 */
const byName = (path: string, content: string): string =>
  path.endsWith("gql.ts")
    ? content
        .replace(/^type Documents = \{\n[\s\S]*?^\};?\n/m, "")
        .replace("const documents: Documents =", "const documents: Record<string, unknown> =")
        .replaceAll(/^ {4}"(?:\\n)?\s*\w+ (\w+)(?:[^"\\]|\\.)*": types/gm, '    "$1": types')
        .replace("[source]", '[/\\w+\\s+(\\w+)/.exec(source)?.[1] ?? ""]')
    : content;

/**
 * The documents are on every page, too. As generated, each tells the fragments that it uses once
 * more, indented: here a fragment is told once, and nothing that a server ignores.
 */
const withSharedFragments = (path: string, content: string): string => {
  if (!path.endsWith("graphql.ts")) return content;
  const fragments = new Map<string, string>();
  const textOf = (definition: DefinitionNode): string => {
    const text = JSON.stringify(stripIgnoredCharacters(print(definition)));
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) return text;
    const name = `shared${definition.name.value}`;
    fragments.set(name, text);
    return name;
  };
  const documents = content.replaceAll(
    /new TypedDocumentString\(`([^`]*)`/g,
    (_, text: string) =>
      `new TypedDocumentString(${parse(text).definitions.map(textOf).join(" + ")}`,
  );
  const shared = [...fragments].map(([name, text]) => `const ${name} = ${text};\n`).join("");
  return documents.replace(/^export const \w+ = new TypedDocumentString/m, `${shared}$&`);
};

const config: CodegenConfig = {
  schema: "schema.graphql",
  documents: ["web/**/*.{ts,tsx}", "!web/gql/**", "!web/.next/**"],
  ignoreNoDocuments: true,
  hooks: {
    beforeOneFileWrite: [byName, withSharedFragments],
    beforeDone: () => writePageNamespaces("web"),
  },
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
              "JsonText",
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
