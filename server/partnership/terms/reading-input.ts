/**
 * From the API's input to terms that this program, edition and account may have, or the refusal
 * that says why not.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { InvalidInput, isRefusal } from "../../platform/api/refusal.ts";
import { tooLong } from "../../platform/api/too-long.ts";
import { refusedCount, withGroupIds, type GroupIds } from "../../domain/group-ids.ts";
import { warningsIn } from "../../domain/program-rules.ts";
import { withDefaults } from "../../domain/terms-rules.ts";
import { parseTerms } from "../../domain/terms-input.ts";
import type { Terms } from "../../domain/terms.ts";
import { gateName } from "../../domain/values/name.ts";
import { lengthOf } from "../../domain/values/text.ts";
import type { Program } from "../programs/program.entity.ts";
import { rulesOf } from "./terms-rules.ts";
import { refusalOf, type TermsRefusal } from "./terms-checks.ts";
import type { TermsInput } from "./terms.types.ts";

const maxLabels = 20;
const maxLabelLength = 60;

function badTexts(input: TermsInput): InvalidInput | null {
  const name = gateName(input.name, "input", "name");
  if (!name.ok) return InvalidInput.of(name);
  const long = tooLong("A comment", input.comment, 5000, "input", "comment");
  if (long) return long;
  if (
    input.labels.length > maxLabels ||
    input.labels.some((label) => label.trim() === "" || lengthOf(label) > maxLabelLength)
  )
    return new InvalidInput(
      "BAD_LABEL",
      `Terms have at most ${maxLabels} labels of 1 to ${maxLabelLength} characters`,
      ["input", "labels"],
    );
  return null;
}

export interface Reading {
  groups: GroupIds;
  isDraft?: boolean;
}
/** Reads input into terms, with the account's defaults for what it leaves open [D13, D28, D34]. */
export async function readTerms(
  tx: EntityManager,
  program: Program,
  input: TermsInput,
  { groups, isDraft = false }: Reading,
): Promise<Terms | TermsRefusal> {
  const rules = await rulesOf(tx, program.brandAccountId);
  const draft = withGroupIds(withDefaults(input, rules), groups);
  const parsed = parseTerms(draft);
  if (!parsed.ok) return InvalidInput.of(parsed, "input");
  const recount = refusedCount(draft, parsed.value, groups.earlier);
  if (recount) return InvalidInput.of(recount, "input");
  const bad =
    badTexts(input) ??
    (await refusalOf(tx, program, parsed.value, { at: ["input"], draft, isDraft }));
  if (isRefusal(bad)) return bad;
  if (warningsIn(program.type, parsed.value).includes("NO_CPC_LIMIT") && !input.acknowledgeNoLimit)
    return new InvalidInput(
      "NO_CPC_LIMIT",
      "Clicks would be paid without a limit and cannot be taken back: set a limit or " +
        "acknowledge it",
      ["input", "acknowledgeNoLimit"],
    );
  return parsed.value;
}
