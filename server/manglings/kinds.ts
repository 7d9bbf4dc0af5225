import { files } from "./files.ts";
import { links } from "./links.ts";
import type { Mangling } from "./mangling.ts";
import { queries } from "./queries.ts";

/** Every kind that there is. */
export const manglings: readonly Mangling[] = [links, queries, files];
