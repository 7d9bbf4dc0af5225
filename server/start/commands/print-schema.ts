import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rootFolder } from "../../platform/env.ts";
import { printApiSchema } from "../schema.ts";
import type { Command } from "./command.ts";

export const printSchemaCommand: Command = {
  name: "print-schema",
  summary: "Writes schema.graphql from the code.",
  run: async () => {
    await writeFile(join(rootFolder, "schema.graphql"), printApiSchema());
    return 0;
  },
};
