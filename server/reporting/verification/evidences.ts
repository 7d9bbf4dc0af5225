/** What was checked, when and by what ids, as a table that a brand can hand to a partner. */
import type { Context } from "../../platform/context.ts";
import { csvOf } from "../../platform/files/csv.ts";
import { readBoard } from "./boards.ts";
import type { VerificationView } from "./verification.types.ts";
import { ownProgram } from "./verifications.ts";
import { verificationView } from "./views.ts";

const columns = [
  "Partner",
  "Result",
  "Verified at",
  "Verified by",
  "Run began at",
  "Test link",
  "Leads to",
  "Click id",
  "Clicked at",
  "Order number",
  "Ordered at",
  "Clicks",
  "Number",
  "Check",
  "State",
  "Found",
  "Cause",
  "Until",
];
const at = (date: Date | null): string => date?.toISOString() ?? "";

const rowsOf = (view: VerificationView): string[][] =>
  view.checks.map((check) => [
    view.partnerName,
    view.result,
    at(view.verifiedAt),
    view.verifiedBy ?? "",
    at(view.startedAt),
    view.link?.url ?? "",
    view.link?.destination ?? "",
    view.clickId ?? "",
    at(view.clickedAt),
    view.orderNumber ?? "",
    at(view.orderedAt),
    String(view.clicks),
    String(check.number),
    check.key,
    check.state,
    check.sentence,
    check.cause ?? "",
    at(check.until),
  ]);

/** CSV of all partners of a program, or of one; null where it is not the brand's own. */
export async function verificationEvidence(
  ctx: Context,
  programId: string,
  partnerId: string | null,
): Promise<{ name: string; text: string } | null> {
  const program = await ownProgram(ctx, programId);
  if (!program) return null;
  const { rows } = await readBoard(ctx, program, partnerId === null ? null : [partnerId]);
  const views = rows.map((row) => verificationView(ctx, program, row));
  return {
    name: `verification-${program.code}.csv`,
    text: csvOf([columns, ...views.flatMap(rowsOf)]),
  };
}
