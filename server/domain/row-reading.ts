/** A submitted row as its gates take it apart, with every fault that they find in it. */
import type { ErrorCode } from "./codes.ts";
import type { Result } from "./result.ts";
import { maxTraitLength } from "./sale-facts.ts";
import type { GivenRow, RowField } from "./submitted-row.ts";
import { gateText } from "./values/text.ts";

/** Why a row cannot be read, as lists of submissions say it. */
export type UnreadableReason = "MALFORMED" | "OID_MISSING" | "NO_ITEM";
export interface RowFault {
  reason: UnreadableReason;
  code: ErrorCode;
  message: string;
  path: string[];
}

export class RowReading {
  readonly faults: RowFault[] = [];
  readonly #fields: GivenRow["fields"];

  constructor(fields: GivenRow["fields"]) {
    this.#fields = fields;
  }
  fail(
    path: readonly string[],
    code: ErrorCode,
    message: string,
    reason: UnreadableReason = "MALFORMED",
  ): null {
    this.faults.push({ reason, code, message, path: [...path] });
    return null;
  }
  /** null where it is not there, or is refused. */
  take<T>(field: RowField, gate: (text: string) => Result<T>): T | null {
    const text = this.text(field);
    return text === null ? null : this.taken(gate(text), field);
  }
  taken<T>(gated: Result<T>, ...path: string[]): T | null {
    return gated.ok ? gated.value : this.fail(path, gated.code, gated.message);
  }
  text(field: RowField): string | null {
    const given = this.#fields[field];
    return given === undefined || given.trim() === "" ? null : given;
  }
}

/** Of what rules may test of an order. */
export const trait = (what: string) => (text: string) =>
  gateText("BAD_TEXT", what, text, { min: 1, max: maxTraitLength });
