import { amounts } from "./amounts.ts";
import { files } from "./files.ts";
import { links } from "./links.ts";
import type { Mangling } from "./mangling.ts";
import { queries } from "./queries.ts";
import { reportRows } from "./report-rows.ts";
import { texts } from "./texts.ts";

/** Every kind that there is. */
export const manglings: readonly Mangling[] = [links, queries, files, texts, amounts, reportRows];
