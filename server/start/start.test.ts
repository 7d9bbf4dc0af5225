/**
 * The first command as a newcomer runs it: a build of its own, the embedded database, three
 * processes, and the README's lines.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runningEmbedded } from "../platform/db/embedded-postgres.ts";
import { childVariables, rootFolder } from "../platform/env.ts";
import { endProduct, freePorts, startFirstCommand } from "../../web/test/demo-data.ts";

const untilMs = 300_000;

interface Started {
  child: ChildProcess;
  output: () => string;
}

function start(variables: Record<string, string>): Started {
  const child = startFirstCommand(variables);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text: Buffer) => (output += text.toString()));
  return { child, output: () => output };
}

async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  ms = 30_000,
): Promise<NonNullable<T>> {
  const end = performance.now() + ms;
  for (;;) {
    const found = await Promise.resolve(ask()).catch(() => null);
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await delay(50);
  }
}

const status = (url: string): Promise<number> =>
  fetch(url, { redirect: "manual" }).then(
    (response) => response.status,
    () => 0,
  );

/** Ends with its exit code and everything it said. */
async function failing(
  variables: Record<string, string>,
): Promise<{ code: number | null; said: string }> {
  const started = start(variables);
  const [code] = (await once(started.child, "exit")) as [number | null];
  return { code, said: started.output() };
}

let folder: string;
let ports: Awaited<ReturnType<typeof freePorts>>;
let running: Started;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "counter foil "));
  ports = await freePorts();
  running = start({ ...ports, DATA_DIR: folder });
  await until(
    `ready; it said:\n${running.output()}`,
    () => running.output().includes("Ctrl+C") || running.child.exitCode !== null,
    untilMs,
  );
  if (running.child.exitCode !== null) throw new Error(running.output());
}, untilMs);

afterAll(async () => {
  await endProduct(running.child);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** The process that runs a role, by the variables it was started with. */
function processOf(role: string): number | null {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
      if (variables.includes(`ROLE=${role}`) && variables.includes(`DATA_DIR=${folder}`))
        return Number(pid);
    } catch {
      // ended meanwhile
    }
  }
  return null;
}

describe("the first command", () => {
  test("says where it serves and who can sign in", async () => {
    expect(running.output()).toContain(`http://127.0.0.1:${ports.PORT}`);
    expect(running.output()).toContain("ana.brand@acme.example");
    for (const port of [ports.PORT, ports.TRACKER_PORT, ports.WORKER_PORT]) {
      expect(await status(`http://127.0.0.1:${port}/healthz`)).toBe(200);
      expect(await status(`http://127.0.0.1:${port}/readyz`)).toBe(200);
    }
  });

  test(
    "serves what docs/follow-one-click.md asks for, link to sale",
    { timeout: 60_000 },
    async () => {
      const paper = readFileSync(join(rootFolder, "docs", "follow-one-click.md"), "utf8");
      const block = [...paper.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text).join("");
      const shell = spawn("bash", ["-e"], {
        cwd: folder,
        env: childVariables({}),
        stdio: ["pipe", "pipe", "inherit"],
      });
      let said = "";
      shell.stdout.on("data", (text: Buffer) => (said += text.toString()));
      shell.stdin.end(block.replace("127.0.0.1:3000", `127.0.0.1:${ports.PORT}`));
      const [code] = (await once(shell, "exit")) as [number];
      expect(code, said).toBe(0);
      expect(said).toMatch(
        new RegExp(
          String.raw`HTTP/1\.1 302 Found\s+Location: https://www\.amazon\.com/\S*maas=\S+` +
            String.raw`&ref_=aa_maas&tag=maas&aa_campaignid=\w+` +
            String.raw`&aa_adgroupid=\w+-test&aa_creativeid=\w+`,
        ),
      );
      expect(said).toContain('"reason":"TEST_CLICK","wouldPay":{"amount":"0.12","currency":"USD"}');
      expect(said).toContain('"step":"REDIRECT","verdict":"PASSED"');
      const byKey = said.split("\n").filter(Boolean).slice(-2);
      expect(byKey[0]).toContain('"nodes":[{"partnerName":"Homely Finds","reason":"TEST_CLICK"}]');
      expect(byKey[1]).toContain('"nodes":[]');
      expect(said).toContain(
        '"clicks":{"raw":1,"unique":1,"payable":0},' +
          '"sales":{"orders":1,"amount":[{"amount":"49.90","currency":"USD"}]}',
      );
    },
  );

  test.each(["tracker", "worker", "control"])(
    "a killed %s is restarted and told in one line; the others go on",
    { timeout: 60_000 },
    async (role) => {
      const before = processOf(role);
      if (before === null) throw new Error(`no process runs ${role}`);
      process.kill(before, "SIGKILL");
      await until("a new process", () => {
        const now = processOf(role);
        return now !== null && now !== before;
      });
      const port = { tracker: ports.TRACKER_PORT, worker: ports.WORKER_PORT, control: ports.PORT }[
        role
      ];
      await until(
        "it is ready",
        async () => (await status(`http://127.0.0.1:${port}/readyz`)) === 200,
      );
      expect(
        running
          .output()
          .split("\n")
          .filter((line) => line.startsWith(`The ${role} process ended`)),
      ).toHaveLength(1);
    },
  );

  test(
    "a killed database comes back by itself and everything goes on",
    { timeout: 60_000 },
    async () => {
      const server = Number(
        readFileSync(join(folder, "postgres", "cluster", "postmaster.pid"), "utf8").split("\n")[0],
      );
      process.kill(server, "SIGKILL");
      await until("the line about it", () =>
        running.output().includes("The embedded database ended"),
      );
      await until(
        "it is ready",
        async () => (await status(`http://127.0.0.1:${ports.PORT}/readyz`)) === 200,
      );
      expect(await status(`http://127.0.0.1:${ports.TRACKER_PORT}/healthz`)).toBe(200);
    },
  );

  test("a second start on the same data or ports says so in one line", async () => {
    const taken = await failing({ ...ports, DATA_DIR: folder });
    expect(taken.code).toBe(1);
    expect(taken.said.trim()).toBe(
      `Port ${ports.PORT} on 127.0.0.1 is in use: stop what uses it, or set PORT to another port.`,
    );
    const shared = await failing({ ...(await freePorts()), DATA_DIR: folder });
    expect(shared.said.trim().split("\n").at(-1)).toMatch(
      new RegExp(
        String.raw`^The database in .* is in use by process \d+: ` +
          String.raw`stop that Counterfoil first, or set DATA_DIR\.$`,
      ),
    );
  });

  test(
    "SIGTERM drains and stops all children; the data is found again in seconds",
    { timeout: 120_000 },
    async () => {
      running.child.kill("SIGTERM");
      const [code] = (await once(running.child, "exit")) as [number];
      expect(code).toBe(0);
      expect(["tracker", "worker", "control"].map(processOf)).toEqual([null, null, null]);
      expect(runningEmbedded(join(folder, "postgres"))).toBeNull();
      running = start({ ...ports, DATA_DIR: folder });
      await until("ready again", () => running.output().includes("Ctrl+C"), 60_000);
      expect(running.output()).not.toMatch(/Seeding|Building/);
      expect(running.output()).toContain("ana.brand@acme.example");
    },
  );
});

describe("what is wrong is one clear line", () => {
  test("a wrong variable", async () => {
    expect(await failing({ PORT: "many" })).toMatchObject({
      code: 1,
      said: expect.stringMatching(
        /^The variable PORT is wrong: .*Correct or unset it and start again\.\n$/,
      ) as string,
    });
  });
  test("a database that is not there, without its password", async () => {
    const { code, said } = await failing({
      ...ports,
      PORT: "0",
      TRACKER_PORT: "0",
      WORKER_PORT: "0",
      SIMULATOR_PORT: "0",
      DATABASE_URL: "postgres://me:hidden@127.0.0.1:9/none",
    });
    expect(code).toBe(1);
    expect(said).toMatch(
      new RegExp(
        String.raw`^The database postgres://me@127\.0\.0\.1:9/none cannot be used: ` +
          String.raw`.*Start it, create it, or correct DATABASE_URL\.\n$`,
      ),
    );
  });
  test("a role of its own without a database", async () => {
    expect((await failing({ ROLE: "tracker", TRACKER_PORT: "0" })).said).toBe(
      "ROLE=tracker needs DATABASE_URL: only ROLE=all owns the embedded database.\n",
    );
  });
  test("a port that something else uses", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const { said } = await failing({
      TRACKER_PORT: String(port),
      PORT: "0",
      WORKER_PORT: "0",
      SIMULATOR_PORT: "0",
      DATA_DIR: join(folder, "unused"),
    });
    expect(said).toBe(
      `Port ${port} on 127.0.0.1 is in use: stop what uses it, or set TRACKER_PORT to ` +
        `another port.\n`,
    );
    other.close();
  });
});
