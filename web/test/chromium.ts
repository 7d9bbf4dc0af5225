/** A real Chromium: $CHROME_PATH, the system's, or the one that npm brought. */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type LaunchOptions } from "playwright-core";
import { rootFolder } from "./root.ts";

const shipped = "153.0.0";

/**
 * Unpacked beside its final place and moved there whole: of two that do it at once, the second
 * keeps the first's.
 */
async function unpacked(): Promise<string> {
  const cache = join(rootFolder, "node_modules", ".cache");
  const folder = join(cache, `chromium-${shipped}`);
  if (existsSync(folder)) return folder;
  const own = `${folder}-${process.pid}`;
  mkdirSync(own, { recursive: true });
  const { default: packed, inflate } = await import("@sparticuz/chromium");
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = own;
  try {
    await packed.executablePath();
    await inflate(
      join(rootFolder, "node_modules", "@sparticuz", "chromium", "bin", "al2023.tar.br"),
    );
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
  try {
    renameSync(own, folder);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

const variables = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );

async function launchShipped(options: LaunchOptions): Promise<Browser> {
  const folder = await unpacked();
  const executablePath = join(folder, "chromium");
  const fonts: Record<string, string> = existsSync("/etc/fonts")
    ? {}
    : { FONTCONFIG_PATH: join(folder, "fonts") };
  try {
    return await chromium.launch({ ...options, executablePath, env: { ...variables(), ...fonts } });
  } catch {
    // A bare machine: the libraries that it lacks came with the package.
    return await chromium.launch({
      ...options,
      executablePath,
      env: { ...variables(), ...fonts, LD_LIBRARY_PATH: join(folder, "al2023", "lib") },
    });
  }
}

const own = process.env["CHROME_PATH"] || ["/usr/bin/chromium"].find(existsSync);
const isShipped = process.platform === "linux" && process.arch === "x64";
/**
 * Without any, browser tests are left out with a line that says so; where CI=true that is a
 * failure.
 */
export const hasChromium = own !== undefined || isShipped;
if (!hasChromium) {
  const line = "No Chromium for the browser tests: set CHROME_PATH.";
  if (process.env["CI"] === "true") throw new Error(line);
  process.stderr.write(`${line} They are skipped.\n`);
}

export function launchChromium(args: string[]): Promise<Browser> {
  const options = {
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      ...args,
    ],
  };
  return own === undefined
    ? launchShipped(options)
    : chromium.launch({ ...options, executablePath: own });
}
