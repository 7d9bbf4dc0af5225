/**
 * POST /conversions takes what POST /graphql takes by submitConversions, as JSON or as a form; POST
 * /conversions/files takes a CSV of up to a million rows; GET /conversions/{id} says how far either
 * is. Not GraphQL: a shop's own script sends a request and reads its answer.
 */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import {
  Conflict,
  IdempotencyKeyReused,
  isRefusal,
  NotFound,
  type UserError,
} from "../platform/api/refusal.ts";
import { isStorable } from "../platform/api/storable.ts";
import type { Context, Deps } from "../platform/context.ts";
import { fileTemplate } from "../domain/conversion-file.ts";
import { isChangeOfNow } from "../domain/submitted-gates.ts";
import { fieldTwice, givenOfObject, givenOfPairs, type GivenRow } from "../domain/submitted-row.ts";
import { isId } from "../domain/values/id.ts";
import { gateIdempotencyKey } from "../domain/values/place-and-time.ts";
import { quoted } from "../domain/values/text.ts";
import {
  handInConversionFile,
  maxFileBytes,
  tooLargeText,
  TooLarge,
} from "../money/submissions/submission-files.ts";
import { ConversionsRefused, type SubmissionView } from "../money/submissions/submission.types.ts";
import {
  conversionSubmission,
  submitRows,
  submittedConversions,
} from "../money/submissions/submissions.ts";
import { requestLimits } from "../platform/graphql/limits.ts";
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
import { keyTwice } from "./json-keys.ts";

/** Files come by it, which may take long. */
export const filesAddress = "/conversions/files";
const shownRows = 100;

const batchFaults: Faults = {
  tooLarge: "A body has at most 2 MB: send fewer conversions at once, or a file",
  notTaken:
    "Send JSON with the header content-type: application/json, or a form with " +
    "application/x-www-form-urlencoded",
  notTakenCode: "BAD_REQUEST",
};
const fileFaults: Faults = {
  tooLarge: tooLargeText,
  notTaken: "Send the file itself as the body, as text/csv, without a form around it",
  notTakenCode: "BAD_FILE",
};

interface Sent {
  programId: string;
  rows: GivenRow[];
}
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const nobody = "and which is meant nobody can tell: send it once";
/** The program may stand in either: what is said twice is said alike. */
function programOf(inBody: string | null, inAddress: string): string {
  if (inBody === null || inAddress === "") return inBody ?? inAddress;
  const [own, other] = [inBody, inAddress].map((text) => text.trim().toLowerCase());
  if (own === other) return inBody;
  const differ = "The address says another programId than the body: say it once";
  throw coded("BAD_REQUEST", differ, 400, "programId");
}

/** A list of conversions, or one alone; the program beside it or in the address. */
function sentAsJson(body: unknown, inAddress: string): Sent {
  if (!isObject(body))
    throw coded("BAD_REQUEST", "The body is an object of JSON: { programId, conversions }", 400);
  const { programId, conversions, ...one } = body;
  const list = conversions === undefined ? [one] : conversions;
  if (!Array.isArray(list) || !list.every(isObject))
    throw coded("BAD_REQUEST", "conversions is a list of objects", 400, "conversions");
  if (conversions !== undefined && Object.keys(one).length > 0)
    throw coded(
      "BAD_REQUEST",
      `Beside conversions stands programId alone, not ${Object.keys(one).join(", ")}`,
      400,
      Object.keys(one)[0] ?? "",
    );
  // What is no text names no program.
  const named = typeof programId === "string" ? programId : "";
  const inBody = programId === undefined ? null : named;
  return { programId: programOf(inBody, inAddress), rows: list.map(givenOfObject) };
}
function sentAsForm(body: URLSearchParams, inAddress: string): Sent {
  const [first, second] = fieldTwice([...body.keys()]) ?? [];
  if (first !== undefined && second !== undefined)
    throw coded(
      "BAD_REQUEST",
      first === second
        ? `The form has ${quoted(first)} twice, ${nobody}`
        : `The form has one field as ${quoted(first)} and as ${quoted(second)}, ${nobody}`,
      400,
      second,
    );
  const programId = programOf(body.get("programId"), inAddress);
  body.delete("programId");
  return { programId, rows: [givenOfPairs(body)] };
}

/** What no table can hold is refused as the API refuses it. */
function refuseUnstorable(body: unknown): void {
  const texts = (value: unknown): unknown[] => {
    if (value instanceof URLSearchParams) return [...value].flat();
    return isObject(value) || Array.isArray(value) ? Object.entries(value).flat() : [];
  };
  const waiting = texts(body);
  for (const value of waiting) {
    if (typeof value === "string" && !isStorable(value))
      throw coded(
        "BAD_INPUT",
        "Text may hold neither NUL characters nor halves of surrogate pairs",
        400,
        "body",
      );
    waiting.push(...texts(value));
  }
}

/** As the API refuses, with every fault. */
function answerFaults(
  request: FastifyRequest,
  reply: FastifyReply,
  refused: UserError,
): FastifyReply {
  const faults = refused instanceof ConversionsRefused ? refused.faults : [refused];
  const status = (): number => {
    if (refused instanceof NotFound) return 404;
    return refused instanceof IdempotencyKeyReused || refused instanceof Conflict ? 409 : 400;
  };
  return reply
    .code(status())
    .header("cache-control", "no-store")
    .send({
      errors: faults.map(({ message, code, path }) => ({
        message,
        extensions: { code, path, requestId: request.id },
      })),
    });
}

const told = (ctx: Context, submission: SubmissionView) => ({
  submission,
  address: `${ctx.env.publicUrl}/conversions/${submission.id}`,
});

/** What it names as the program; an id alone reaches the database. */
const programIn = (programId: string): string => {
  const id = programId.trim().toLowerCase();
  if (isId(id)) return id;
  throw coded("BAD_INPUT", "Say of which program it is: programId is its id", 400, "programId");
};

/** Without one the content is the intent, but for changes as of now. */
function keyOf(request: FastifyRequest, { newId, clock }: Context, sent: Sent): string {
  const given = request.headers["idempotency-key"];
  if (given === undefined) {
    if (sent.rows.some(isChangeOfNow)) return `now:${newId(clock())}`;
    return `content:${createHash("sha256").update(JSON.stringify(sent)).digest("hex")}`;
  }
  const key = gateIdempotencyKey(String(given), "idempotency-key");
  if (!key.ok) throw coded(key.code, key.message, 400, ...key.path);
  return key.value;
}

type Address = FastifyRequest<{ Querystring: { programId?: string; name?: string } }>;

async function takeBatch(request: Address, reply: FastifyReply): Promise<FastifyReply> {
  const ctx = contextFor(request);
  const { body, query } = request;
  refuseUnstorable(body);
  const inAddress = query.programId ?? "";
  const sent =
    body instanceof URLSearchParams ? sentAsForm(body, inAddress) : sentAsJson(body, inAddress);
  const input = { ...sent, programId: programIn(sent.programId) };
  const result = await submitRows(
    ctx,
    { ...input, source: "HTTPS", input },
    keyOf(request, ctx, input),
  );
  if (isRefusal(result)) return answerFaults(request, reply, result);
  return reply
    .code(202)
    .headers({ location: `/conversions/${result.submission.id}`, "cache-control": "no-store" })
    .send(told(ctx, result.submission));
}

async function takeFile(request: Address, reply: FastifyReply): Promise<FastifyReply> {
  const ctx = contextFor(request);
  const { body, query } = request;
  if (!(body instanceof Readable) || /^multipart\//i.test(request.headers["content-type"] ?? ""))
    throw coded("BAD_FILE", fileFaults.notTaken, 415, "content-type");
  // Before it is sent, where it says how long it is.
  if (Number(request.headers["content-length"]) > maxFileBytes)
    throw coded("BODY_TOO_LARGE", tooLargeText, 413, "body");
  const programId = programIn(query.programId ?? "");
  const name = query.name ?? "conversions.csv";
  const result = await handInConversionFile(ctx, { programId, name, body }).catch(
    (error: unknown) => {
      throw error instanceof TooLarge ? coded("BODY_TOO_LARGE", tooLargeText, 413, "body") : error;
    },
  );
  if (isRefusal(result)) return answerFaults(request, reply, result);
  return reply
    .code(202)
    .headers({ location: `/conversions/${result.id}`, "cache-control": "no-store" })
    .send(told(ctx, result));
}

/** How far it is, with a hundred of its rows from a place on. */
async function tell(
  request: FastifyRequest<{ Params: { id: string }; Querystring: { after?: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const ctx = contextFor(request);
  if (ctx.viewer.kind === "ANONYMOUS")
    throw coded("UNAUTHENTICATED", "Sign in or send an API key to read a submission", 401);
  if (!ctx.viewer.rights.has("submissions:read"))
    throw coded("FORBIDDEN", "This needs the right submissions:read", 403);
  const id = request.params.id.toLowerCase();
  const submission = isId(id) ? await conversionSubmission(ctx, id) : null;
  if (!submission)
    throw coded("NOT_FOUND", "There is no such submission, or none that you may read", 404);
  const { after = null } = request.query;
  const { nodes, pageInfo } = await submittedConversions(
    ctx,
    { submissionId: id, state: null },
    { first: shownRows, after },
  );
  return reply
    .header("cache-control", "no-store")
    .send({ ...told(ctx, submission), rows: nodes, after: pageInfo.endCursor });
}

const template = (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply
    .headers({
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="conversions.csv"',
      "x-content-type-options": "nosniff",
    })
    .send(fileTemplate);

function takeText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const limits = { parseAs: "string", bodyLimit: requestLimits.batchBytes } as const;
  app.addContentTypeParser<string>("application/json", limits, (_request, body, done) => {
    try {
      const read: unknown = JSON.parse(body);
      const twice = keyTwice(body);
      if (twice === null) done(null, read);
      else {
        const message = `The body has ${quoted(twice)} twice in one object, ${nobody}`;
        done(coded("BAD_REQUEST", message, 400, twice));
      }
    } catch {
      done(coded("BAD_REQUEST", "The body cannot be read as JSON", 400, "body"));
    }
  });
  app.addContentTypeParser<string>(
    "application/x-www-form-urlencoded",
    limits,
    (_request, body, done) => done(null, new URLSearchParams(body)),
  );
}

export async function mountConversions(
  app: FastifyInstance,
  deps: Deps,
  limit: RateLimit,
): Promise<void> {
  const door: Door = { deps, limit, needs: "conversions:write" };
  await app.register(async (batches) => {
    takeText(batches);
    batches.setErrorHandler(answering(batchFaults));
    tellOnEveryAnswer(batches, limit);
    const batch: Door = { ...door, act: "hand in conversions" };
    batches.addHook("onRequest", (request, reply) => letIn(batch, request, reply));
    batches.post("/conversions", takeBatch);
    batches.get("/conversions/:id", tell);
    batches.get("/conversions/template.csv", template);
    refuseOthers(batches, "/conversions", ["POST"]);
  });
  await app.register(async (files) => {
    files.removeAllContentTypeParsers();
    // As a stream: whatever it is called, and however long it takes.
    files.addContentTypeParser("*", { bodyLimit: maxFileBytes }, (_request, payload, done) =>
      done(null, payload),
    );
    files.setErrorHandler(answering(fileFaults));
    tellOnEveryAnswer(files, limit);
    files.addHook("onRequest", (request, reply) => letIn(door, request, reply));
    files.post(filesAddress, takeFile);
    refuseOthers(files, filesAddress, ["POST"]);
  });
}
