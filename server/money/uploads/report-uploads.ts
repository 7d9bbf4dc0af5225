/**
 * Amazon's report as a person or tool sends it in a file. Here the file is read and kept; the
 * worker finds out what it would change, and books it through the code that books what Amazon told.
 */
import { createHash } from "node:crypto";
import { LockMode } from "@mikro-orm/postgresql";
import { Account } from "../../partnership/accounts/account.entity.ts";
import type { ReportGroupingValue } from "../../partnership/amazon/amazon-connection.types.ts";
import { Program } from "../../partnership/programs/program.entity.ts";
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { inSlices } from "../../platform/api/in-slices.ts";
import { money } from "../../platform/api/money.ts";
import {
  Conflict,
  InvalidInput,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { readTableFile } from "../../platform/files/table-file.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import { dateOf, type Instant } from "../../domain/calendar.ts";
import { readingReport } from "../../domain/report-table.ts";
import { keptFaults, type UploadPreview, type UploadSums } from "../../domain/report-upload.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import { gateText } from "../../domain/values/text.ts";
import { ReportHold } from "../holds/report-hold.entity.ts";
import { ReportUpload } from "./report-upload.entity.ts";
import {
  BookReportUploadOk,
  ReportUploadState,
  type ReportUploadPreviewView,
  type ReportUploadSumsView,
  type ReportUploadView,
} from "./report-upload.types.ts";

export const maxReportBytes = 32 * 1024 * 1024;
const maxNameLength = 200;
const maxWaiting = 5;
/** Clocks of others may go before. */
const clockSpareMs = 10 * 60_000;

export interface SentReport {
  programId: string;
  name: string;
  bytes: Buffer;
  /** Null: just now. */
  downloadedAt: Date | null;
}
type SendRefusal = InvalidInput | NotFound | Conflict;

/** Whose sales do not come from Amazon's reports has none to book. */
function sourceFault({ salesSource }: Program): Conflict | null {
  if (salesSource !== "NONE") return null;
  return new Conflict(
    "SIGN_IN_NEEDED",
    "This program is not connected to Amazon, so none of its links carries a tag that a report " +
      "could be of: connect it under Settings → Amazon",
    ["programId"],
  );
}

/** Amazon tells what happened until today, and 13 months back from when the file was made. */
function datesOf(zone: string, at: Instant, madeAt: Instant) {
  const firstDate = Temporal.PlainDate.from(dateOf(madeAt, zone)).subtract({ months: 13 });
  return { firstDate: firstDate.toString(), lastDate: dateOf(at, zone) };
}

/** Reads the file and keeps it; nothing of it is booked. Gives its id. */
export async function storeReportUpload(
  ctx: Context,
  { programId, name, bytes, downloadedAt }: SentReport,
): Promise<string | SendRefusal> {
  const named = gateText("BAD_NAME", "A file's name", name, { min: 1, max: maxNameLength }, "name");
  if (!named.ok) return InvalidInput.of(named);
  if (downloadedAt && downloadedAt.getTime() > ctx.clock() + clockSpareMs)
    return new InvalidInput("BAD_DATE", "A report is not of the future: give when it was made", [
      "downloadedAt",
    ]);
  const brandAccountId = ctx.scope.requireAccountId();
  const program = await ctx.em.findOne(Program, { id: programId, brandAccountId });
  const storefront = program && storefrontOf(program);
  if (!program || !storefront) return NotFound.of("program", "programId");
  const fault = sourceFault(program);
  if (fault) return fault;
  if ((await ctx.em.count(ReportUpload, { state: { $in: ["READING", "BOOKING"] } })) >= maxWaiting)
    return new Conflict(
      "TOO_MANY_FILES",
      `${maxWaiting} files are being read or booked already: send the next when one is done`,
    );
  const table = await readTableFile(bytes);
  if (!table.ok) return InvalidInput.of(table);
  const place = {
    country: program.marketplace,
    currency: storefront.currency,
    advertiserId: program.advertiserId,
    campaignId: program.code,
    ...datesOf(storefront.zone, ctx.clock(), downloadedAt?.getTime() ?? ctx.clock()),
  };
  const read = await inSlices(readingReport(table.value, place));
  if (!read.ok) return InvalidInput.of(read);
  const { grouping, rows, numbers, faults, unused } = read.value;
  const id = ctx.newId(ctx.clock());
  ctx.em.create(ReportUpload, {
    id,
    brandAccountId,
    programId,
    fileName: named.value,
    fileHash: createHash("sha256").update(bytes).digest("hex"),
    fileBytes: bytes.length,
    grouping,
    rowCount: rows.length,
    rows,
    numbers,
    unusedColumns: unused.slice(0, 100),
    downloadedAt: downloadedAt && downloadedAt < now(ctx) ? downloadedAt : now(ctx),
    faults: faults.slice(0, keptFaults),
    faultCount: faults.length,
    state: "READING",
    createdBy: actorId(ctx),
    createdAt: now(ctx),
  });
  await ctx.em.flush();
  return id;
}

const sumsView = (sums: UploadSums, currency: string): ReportUploadSumsView => ({
  orders: Number(sums.orders),
  amount: money(BigInt(sums.amount), currency),
  payout: money(BigInt(sums.payout), currency),
  ordersTaken: Number(sums.ordersTaken),
  amountTaken: money(BigInt(sums.amountTaken), currency),
});

function previewView(
  { hold, total, partners, ...counts }: UploadPreview,
  currency: string,
  nameOf: (id: string | null) => string | null,
): ReportUploadPreviewView {
  return {
    ...counts,
    hold: hold && {
      ordersBooked: Number(hold.ordersBooked),
      ordersTaken: Number(hold.ordersTaken),
      amountTaken: money(BigInt(hold.amountTaken), currency),
    },
    total: sumsView(total, currency),
    partners: partners.map(({ partnerId, ...sums }) => ({
      partnerId,
      partnerName: nameOf(partnerId),
      sums: sumsView(sums, currency),
    })),
  };
}

const faultsIn = ({ faultCount, preview }: ReportUpload): number =>
  faultCount + (preview?.faultCount ?? 0);

async function views(ctx: Context, uploads: readonly ReportUpload[]): Promise<ReportUploadView[]> {
  const programs = await ctx.em.find(Program, { id: { $in: uploads.map((one) => one.programId) } });
  const ids = uploads.flatMap(({ preview }) =>
    (preview?.partners ?? []).flatMap(({ partnerId }) => (partnerId === null ? [] : [partnerId])),
  );
  const partners = await ctx.em.find(Account, { id: { $in: [...new Set(ids)] } });
  const names = new Map(partners.map(({ id, name }) => [id, name]));
  const holds = await ctx.em.find(
    ReportHold,
    { programId: { $in: programs.map(({ id }) => id) }, closedAt: null },
    { refresh: true },
  );
  return uploads.map((upload) => {
    const program = programs.find(({ id }) => id === upload.programId);
    const currency = (program && storefrontOf(program)?.currency) ?? "USD";
    const heldBy = upload.state === "BOOKED" ? (upload.result?.holdId ?? null) : null;
    // A hold of later reports is none of its own.
    const isHeld = holds.some(({ id }) => id === heldBy);
    return {
      id: upload.id,
      programId: upload.programId,
      programName: program?.name ?? "",
      simulated: program?.isSimulated() ?? false,
      fileName: upload.fileName,
      state: isHeld ? ReportUploadState.HELD : ReportUploadState[upload.state],
      grouping: upload.grouping as ReportGroupingValue,
      rowCount: upload.rowCount,
      unusedColumns: upload.unusedColumns,
      downloadedAt: upload.downloadedAt,
      faults: [...upload.faults, ...(upload.preview?.faults ?? [])].slice(0, keptFaults),
      faultCount: faultsIn(upload),
      preview: upload.preview
        ? previewView(
            upload.preview,
            currency,
            (id) => (id === null ? null : names.get(id)) ?? null,
          )
        : null,
      failure: upload.failure ?? null,
      createdAt: upload.createdAt,
      bookedAt: upload.bookedAt ?? null,
    };
  });
}

export async function reportUpload(ctx: Context, id: string): Promise<ReportUploadView | null> {
  const found = await ctx.em.findOne(ReportUpload, { id }, { refresh: true });
  return found ? ((await views(ctx, [found]))[0] ?? null) : null;
}

/** Newest first. */
export function reportUploads(
  ctx: Context,
  asked: PageArgs,
  programId: string | null,
): Promise<Page<ReportUploadView>> {
  const where = programId === null ? {} : { programId };
  return pageById(ctx.em, ReportUpload, { where, order: "newest" }, asked, (rows) =>
    views(ctx, rows),
  );
}

const booked = answer(BookReportUploadOk, reportUpload);

function bookingFault(upload: ReportUpload): InvalidInput | Conflict | null {
  const faults = faultsIn(upload);
  if (upload.state === "READY" && faults > 0)
    return new InvalidInput(
      "BAD_FILE",
      `${faults === 1 ? "1 row" : `${faults} rows`} of this file cannot be read, so nothing of ` +
        "it is booked: mend them, and send the file again",
      ["id"],
    );
  if (upload.state === "READY") return null;
  const words = {
    READING: "It is still being read: book it once its preview can be seen",
    BOOKING: "It is being booked already",
    BOOKED: "It is booked already",
    FAILED: "It could not be read: send the file again",
  };
  return new Conflict("ILLEGAL_TRANSITION", words[upload.state], ["id"]);
}

/** The worker tells and books it. */
export async function bookReportUpload(
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<BookReportUploadOk | InvalidInput | NotFound | Conflict | IdempotencyKeyReused> {
  return mutation(
    ctx,
    "bookReportUpload",
    { input: { id }, key: idempotencyKey },
    async (tx) => {
      const upload = await tx.findOne(
        ReportUpload,
        { id },
        { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
      );
      if (!upload) return NotFound.of("report", "id");
      const fault = bookingFault(upload);
      if (fault) return fault;
      upload.state = "BOOKING";
      upload.askedBy = actorId(ctx);
      upload.askedAt = now(ctx);
      return upload.id;
    },
    booked,
  );
}
