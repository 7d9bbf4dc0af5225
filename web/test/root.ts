import { basename, dirname, join } from "node:path";

const above = join(import.meta.dirname, "..", "..");
/** The folder that holds package.json, from source and from dist alike. */
export const rootFolder = basename(above) === "dist" ? dirname(above) : above;
