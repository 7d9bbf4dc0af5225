import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "../cli.ts";
import { rootFolder } from "../env.ts";
import { printApiSchema } from "../graphql/schema.ts";

export const printSchemaCommand: Command = {
  name: "print-schema",
  summary: "Writes schema.graphql from the code.",
  run: async () => {
    await writeFile(join(rootFolder, "schema.graphql"), printApiSchema());
    return 0;
  },
};
