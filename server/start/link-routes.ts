/**
 * POST /files/links reads a file of links and says what createLinks would make of it; GET
 * /files/links/{id}/qr gives a link's address as a picture to be scanned.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Deps } from "../platform/context.ts";
import { isId } from "../domain/values/id.ts";
import { previewLinks } from "../partnership/links/link-batches.ts";
import { maxLinkFileBytes, readLinkFile } from "../partnership/links/link-file.ts";
import { trackingLink } from "../partnership/links/links.ts";
import { isPngSize, pngSizes, qrPng, qrSvg } from "../partnership/links/qr-code.ts";
import type { RateLimit } from "../platform/graphql/rate-limit.ts";
import { coded, tellOnEveryAnswer } from "../platform/graphql/request.ts";
import {
  answering,
  contextFor,
  letIn,
  refuseOthers,
  type Door,
  type Faults,
} from "./file-doors.ts";

const faults: Faults = {
  tooLarge: "A file has at most 1 MB: split it, or leave out columns that say nothing of links",
  notTaken: "Send the file itself as the body, as text/csv, without a form around it",
  notTakenCode: "BAD_FILE",
};

/**
 * The rows of a file of links and what createLinks would make of them; the links themselves are
 * made by it, from these rows.
 */
async function readLinks(
  request: FastifyRequest<{ Querystring: { programId?: string | string[] } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (!Buffer.isBuffer(request.body) || /^multipart\//i.test(request.headers["content-type"] ?? ""))
    throw coded("BAD_FILE", faults.notTaken, 415, "content-type");
  const asked = String(request.query.programId ?? "").toLowerCase();
  if (!isId(asked))
    throw coded("BAD_INPUT", "Say of which program the links are: programId", 400, "programId");
  const read = await readLinkFile(request.body);
  if (!read.ok) throw coded(read.code, read.message, 400, ...read.path);
  const plan = await previewLinks(contextFor(request), asked, read.value.rows);
  if (!plan) throw coded("NOT_FOUND", "There is no such program in your account", 404, "programId");
  return reply.header("cache-control", "no-store").send({ ...read.value, ...plan });
}

interface QrAsked {
  Params: { id: string };
  Querystring: { format?: string | string[]; size?: string | string[] };
}
async function qr(request: FastifyRequest<QrAsked>, reply: FastifyReply): Promise<FastifyReply> {
  const ctx = contextFor(request);
  if (ctx.viewer.kind === "ANONYMOUS")
    throw coded("UNAUTHENTICATED", "Sign in or send an API key to see a link", 401);
  if (!ctx.viewer.rights.has("links:read"))
    throw coded("FORBIDDEN", "To see a link you need the right links:read", 403);
  const { format = "svg", size = "512" } = request.query;
  if (format !== "svg" && format !== "png")
    throw coded("BAD_INPUT", 'format is one of "svg", "png"', 400, "format");
  const pixels = Number(size);
  if (format === "png" && !isPngSize(pixels))
    throw coded(
      "BAD_INPUT",
      `size is a whole number of pixels, ${pngSizes.min} to ${pngSizes.max}`,
      400,
      "size",
    );
  const id = request.params.id.toLowerCase();
  const link = isId(id) ? await trackingLink(ctx, id) : null;
  if (!link) throw coded("NOT_FOUND", "There is no such link in your account", 404, "id");
  const url = link.readableUrl ?? link.url;
  return reply
    .headers({
      "content-type": format === "svg" ? "image/svg+xml" : "image/png",
      "content-disposition": `attachment; filename="link-${id.slice(-12)}.${format}"`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "private, no-store",
    })
    .send(format === "svg" ? qrSvg(url) : qrPng(url, pixels));
}

export async function mountLinks(
  app: FastifyInstance,
  deps: Deps,
  limit: RateLimit,
): Promise<void> {
  await app.register(async (links) => {
    links.removeAllContentTypeParsers();
    links.addContentTypeParser(
      "*",
      { parseAs: "buffer", bodyLimit: maxLinkFileBytes },
      (_request, body, done) => done(null, body),
    );
    links.setErrorHandler(answering(faults));
    tellOnEveryAnswer(links, limit);
    const door: Door = { deps, limit, needs: "links:write" };
    links.addHook("onRequest", (request, reply) => letIn(door, request, reply));
    links.post("/files/links", readLinks);
    links.get("/files/links/:id/qr", qr);
    refuseOthers(links, "/files/links", ["POST"]);
    refuseOthers(links, "/files/links/:id/qr", ["GET"]);
  });
}
