/** What answers tell browsers (found 114): over HTTP, as pages and API write their answers. */
import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pagePolicy, protectAnswers, protectPage } from "./headers.ts";

const opened: { close: () => Promise<unknown> }[] = [];
async function serve(publicUrl: string): Promise<string> {
  const app = Fastify();
  opened.push(app);
  protectAnswers(app, publicUrl);
  app.get("/api", async (_request, reply) => reply.header("cache-control", "no-store").send({}));
  app.get("/file", async (_request, reply) =>
    reply.header("content-security-policy", "default-src 'none'; sandbox").send("x"),
  );
  app.get("/page", async (request, reply) => {
    reply.raw.setHeader("content-security-policy", protectPage(request, false).policy);
    reply.hijack();
    reply.raw
      .writeHead(200, { "content-type": "text/html" })
      .end(
        "<script " +
          `nonce="${String(request.raw.headers["x-nonce"])}"></script>` +
          String(request.raw.headers["content-security-policy"]),
      );
  });
  return app.listen({ port: 0, host: "127.0.0.1" });
}
let plain: string;
let secure: string;
beforeAll(async () => {
  [plain, secure] = [await serve("http://127.0.0.1:1"), await serve("https://counterfoil.example")];
});
afterAll(async () => {
  for (const app of opened) await app.close();
});

test.each(["/api", "/page", "/nowhere"])(
  "%s is taken for what it says, shown in no frame and told to no other site",
  async (path) => {
    const { headers } = await fetch(`${plain}${path}`);
    expect(
      Object.fromEntries(
        [
          "x-content-type-options",
          "x-frame-options",
          "referrer-policy",
          "cross-origin-opener-policy",
        ].map((name) => [name, headers.get(name)]),
      ),
    ).toEqual({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
    });
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("strict-transport-security")).toBeNull();
    expect((await fetch(`${secure}${path}`)).headers.get("strict-transport-security")).toBe(
      "max-age=31536000",
    );
  },
);

describe("the policy", () => {
  test("of an answer that is no page runs nothing; a file keeps its own", async () => {
    expect((await fetch(`${plain}/api`)).headers.get("content-security-policy")).toMatch(
      /^default-src 'none'/,
    );
    expect((await fetch(`${plain}/file`)).headers.get("content-security-policy")).toBe(
      "default-src 'none'; sandbox",
    );
  });
  test("of a page names its own nonce; the renderer ignores what clients claim", async () => {
    const seen = new Set<string>();
    for (let i = 0; i < 3; i += 1) {
      const answer = await fetch(`${plain}/page`, {
        headers: { "x-nonce": "mine", "content-security-policy": "script-src 'nonce-mine'" },
      });
      const policy = answer.headers.get("content-security-policy") ?? "";
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
      expect(await answer.text()).toBe(`<script nonce="${nonce}"></script>${policy}`);
      seen.add(nonce);
    }
    expect(seen.size).toBe(3);
    expect(seen).not.toContain("mine");
  });
  test("has no eval and no inline scripts but by nonce; only development evaluates", () => {
    const scripts = (isDevelopment: boolean) =>
      /script-src ([^;]+)/.exec(pagePolicy("n", isDevelopment))?.[1];
    expect(scripts(false)).toBe("'self' 'nonce-n' 'strict-dynamic'");
    expect(scripts(true)).toContain("'unsafe-eval'");
  });
});
