/**
 * The product as `npm start` runs it, with a browser in front and product pages behind: a real
 * click goes all the way and never leaves the machine.
 */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
} from "playwright-core";
import { demoFolder, endProduct, freePorts, startFirstCommand, untilServing } from "./demo-data.ts";
import { selfSigned } from "./certificate.ts";
import { launchChromium } from "./chromium.ts";

const stores = ["www.amazon.com", "www.amazon.de"];
/** Builds first where sources changed. */
export const startMs = 300_000;
export const password = "counterfoil-demo";

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function startProductPages(): Promise<Server> {
  const server = createServer(selfSigned(stores[0] ?? ""), (_, response) => {
    response
      .writeHead(200, { "content-type": "text/html; charset=utf-8" })
      .end(
        '<!doctype html><html lang="en"><title>Product page</title><link rel="icon" ' +
          'href="data:,"><h1>Product page</h1></html>',
      );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

export interface Product {
  url: string;
  trackerUrl: string;
  /** A browser profile of its own; nobody is signed in. */
  open: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** The same with a demo person signed in. */
  openAs: (email: string, options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** The process that runs a role, e.g. to stop it for a while. */
  processOf: (role: "control" | "tracker" | "worker") => number;
  /** One statement as the owner of the tables: for what would take people too long to make. */
  sql: (text: string, values?: unknown[]) => Promise<void>;
  stop: () => Promise<void>;
}

/** Where the product that keeps its data in `folder` has its database now. */
function databaseOf(folder: string): string {
  const [, , , port] = readFileSync(
    join(folder, "postgres", "cluster", "postmaster.pid"),
    "utf8",
  ).split("\n");
  const password = readFileSync(join(folder, "postgres", "password"), "utf8").trim();
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
}

/** Asks the API as the person who is signed in there. */
export async function ask<T>(
  context: BrowserContext,
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const response = await context.request.post(`${url}/graphql`, {
    data: { query, variables },
    headers: { origin: url },
  });
  const answer = (await response.json()) as { data?: T; errors?: unknown };
  if (!answer.data || answer.errors)
    throw new Error(`The API answered ${JSON.stringify(answer.errors)} to ${query}`);
  return answer.data;
}

/** Waits until it can be seen; a wait in vain tells what could be read instead. */
export async function seen(locator: Locator): Promise<void> {
  try {
    await locator.first().waitFor({ state: "visible", timeout: 30_000 });
  } catch (error) {
    const text = await locator.page().locator("body").innerText();
    throw new Error(`${String(error)}\n${locator.page().url()} shows:\n${text}`, { cause: error });
  }
}

/**
 * Back, until another address stands. Playwright's own takes the router's first word on a page that
 * has just come, which changes nothing, for the answer.
 */
export async function goBack(page: Page): Promise<void> {
  const left = page.url();
  await page.evaluate("history.back()");
  await page.waitForURL((address) => address.href !== left);
}

/** A page whose scripts come only when what this gives is called: as over a slow line. */
export async function holdScripts(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

/** Not "Headless…": the tracker would rightly take it for a robot. */
const agentOf = (browser: Browser): string =>
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) " +
  `Chrome/${browser.version().split(".")[0]}.0.0.0 Safari/537.36`;

/** How many times slower the browsers compute: what a press meets on a busy machine. */
const slowdown = Number(process.env["CPU_SLOWDOWN"] ?? 1);
async function slowDown(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
}

/** Found by the variables that it was started with. */
function processOf(role: string, folder: string): number {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
      if (variables.includes(`ROLE=${role}`) && variables.includes(`DATA_DIR=${folder}`))
        return Number(pid);
    } catch {
      // ended meanwhile
    }
  }
  throw new Error(`no process runs ${role}`);
}

const run = promisify(execFile);

/** With the world that `demoUrl` serves (demo-data.ts), else one that it seeds itself. */
export async function startProduct(demoUrl?: string): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-browser-"));
  // A copy that keeps owner and rights of each file: PostgreSQL looks at both.
  if (demoUrl) await run("cp", ["-a", `${await demoFolder(demoUrl)}/.`, folder]);
  const pages = await startProductPages();
  const ports = await freePorts();
  const child = startFirstCommand({
    ...ports,
    DATA_DIR: folder,
    ATTRIBUTION_POLL_SECONDS: "0.5",
    RATE_LIMIT_PER_MINUTE: "5000000",
  });
  const rules = stores.map((store) => `MAP ${store} 127.0.0.1:${portOf(pages)}`).join(", ");
  const end = async () => {
    pages.close();
    await endProduct(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const browser = await Promise.all([
    launchChromium([`--host-resolver-rules=${rules}`, "--ignore-certificate-errors"]),
    untilServing(child),
  ]).then(
    ([launched]) => launched,
    async (error: unknown) => {
      await end();
      throw error;
    },
  );
  const url = `http://127.0.0.1:${ports.PORT}`;
  const open = async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({
      baseURL: url,
      userAgent: agentOf(browser),
      viewport: { width: 1440, height: 900 },
      timezoneId: "America/New_York",
      ...options,
    });
    context.setDefaultTimeout(30_000);
    if (slowdown > 1) context.on("page", (page) => void slowDown(page, slowdown));
    return context;
  };
  return {
    url,
    trackerUrl: `http://127.0.0.1:${ports.TRACKER_PORT}`,
    open,
    openAs: async (email, options) => {
      const context = await open(options);
      await ask(
        context,
        url,
        `mutation($email: Line!, $password: Password!) {
          signIn(email: $email, password: $password) { ... on SignInOk { viewer { kind } } }
        }`,
        {
          email,
          password,
        },
      );
      return context;
    },
    processOf: (role) => processOf(role, folder),
    sql: async (text, values) => {
      const client = new pg.Client({ connectionString: databaseOf(folder) });
      await client.connect();
      try {
        await client.query(text, values);
      } finally {
        await client.end();
      }
    },
    stop: async () => {
      await browser.close();
      await end();
    },
  };
}
