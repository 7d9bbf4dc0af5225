/**
 * The API's scalars: each kind of value that comes in has one, and behind each stands the gate that
 * files, commands and the domain use too. What a gate refuses does not stop the whole request: it
 * becomes a `Turned` value, which graphql/gates.ts makes the mutation's own refusal, with the
 * field's path.
 */
import { GraphQLScalarType, Kind, type ValueNode } from "graphql";
import type { ErrorCode } from "../../domain/codes.ts";
import { accept, refuse, type Result } from "../../domain/result.ts";
import { anyUnits, gateDecimal, gateRate } from "../../domain/values/amount.ts";
import { gateCurrency, retiredCurrencies } from "../../domain/values/currency.ts";
import { gateEmail } from "../../domain/values/email.ts";
import {
  gateCountry,
  gateDate,
  gateInstant,
  gateMonth,
  gateToken,
  gateZone,
} from "../../domain/values/place-and-time.ts";
import { gateText, oneForm, quoted } from "../../domain/values/text.ts";

/** A value that its gate turned away, on its way to the answer. */
export class Turned {
  readonly code: ErrorCode;
  readonly message: string;
  /** As it was sent. */
  readonly given: string;
  constructor(code: ErrorCode, message: string, given = "") {
    this.code = code;
    this.message = message;
    this.given = given;
  }
}

interface Kindly {
  name: string;
  description: string;
  specifiedByURL?: string;
  gate: (value: string) => Result<string>;
}

const through = <T>(gate: (value: string) => Result<T>, value: string): T | Turned => {
  const gated = gate(value);
  return gated.ok ? gated.value : new Turned(gated.code, gated.message, value);
};

/**
 * A value in a document is taken as the same one in a variable would be: texts in quotes alone.
 * GraphQL tells of a value of the wrong kind before it knows the field, so here it is turned away
 * like one that its gate refuses: then the answer names the path.
 */
export const inDocument =
  <T>(read: (value: unknown) => T | Turned) =>
  (node: ValueNode): T | Turned => {
    try {
      return read(valueOf(node));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return new Turned("BAD_INPUT", error.message);
    }
  };
/** As JSON would have it; what has no form there is shown as it is written. */
function valueOf(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.LIST:
      return [];
    default:
      return {};
  }
}
/** A value of another kind, for a sentence. */
const shownValue = (value: unknown): string => {
  if (typeof value === "string") return `the text ${quoted(value)}`;
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object or a word" : String(value);
};

function textScalar({
  name,
  description,
  specifiedByURL,
  gate,
}: Kindly): GraphQLScalarType<string | Turned, string> {
  const read = (value: unknown): string | Turned => {
    if (typeof value !== "string")
      throw new TypeError(`${name} is a text in quotes, not ${shownValue(value)}`);
    return through(gate, value);
  };
  return new GraphQLScalarType({
    name,
    description,
    ...(specifiedByURL ? { specifiedByURL } : {}),
    serialize: String,
    parseValue: read,
    parseLiteral: inDocument(read),
  });
}

/**
 * How long a text may be is said by its field, whose own gate refuses it: a bound here would send
 * its author to the next one. Nothing longer than this fits into a request.
 */
const lengthMax = 100_000;
function gateName(text: string) {
  const read = gateText("BAD_NAME", "A name", text, { min: 0, max: lengthMax });
  return read.ok && read.value === ""
    ? refuse("BAD_NAME", "A name is empty: it has at least one character")
    : read;
}

export const Name = textScalar({
  name: "Name",
  description:
    "One line of at least one character that people know something by: in Unicode's NFC, without " +
    "spaces around it, without characters that cannot be seen. At most 200 characters where the " +
    "field says nothing else.",
  gate: gateName,
});
export const Line = textScalar({
  name: "Line",
  description:
    "One line, perhaps empty: in Unicode's NFC, with one kind of space, without characters that " +
    "cannot be seen. The field says how long it may be.",
  gate: (text) => gateText("BAD_TEXT", "A text", text, { min: 0, max: lengthMax }),
});
export const Text = textScalar({
  name: "Text",
  description:
    "A text in any number of lines: in Unicode's NFC, without characters that cannot be seen. " +
    "The field says how long it may be.",
  gate: (text) => gateText("BAD_TEXT", "A text", text, { min: 0, max: lengthMax, lines: true }),
});
export const EmailAddress = textScalar({
  name: "EmailAddress",
  description: "An e-mail address; capitals do not count.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc5321",
  gate: (text) => gateEmail(text),
});
export const Password = textScalar({
  name: "Password",
  description: "A password as it was typed; a new one has 10 to 200 characters.",
  gate: (text) => accept(text),
});
function gateJson(text: string) {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === "object" && read !== null && !Array.isArray(read)) return accept(text);
  } catch {
    // Refused below: the sentence is the same.
  }
  return refuse("BAD_JSON", "This text is no JSON object: send one, such as {}");
}
export const JsonText = textScalar({
  name: "JsonText",
  description:
    "A JSON object as text. What it says is kept to the letter and not checked. The field says " +
    "how long it may be.",
  gate: gateJson,
});
export const Token = textScalar({
  name: "Token",
  description:
    "A code as this API gave it out, or that names something for machines: letters, digits, " +
    "dashes, underscores, dots.",
  gate: (text) => gateToken(text),
});
export const CurrencyCode = textScalar({
  name: "CurrencyCode",
  description:
    "A currency by its ISO 4217 code; small letters are read as capitals. Nothing new can be in " +
    "one that is gone, such as BGN; what is old can be asked for.",
  specifiedByURL: "https://www.iso.org/iso-4217-currency-codes.html",
  gate: (code) => (retiredCurrencies.includes(code) ? accept(code) : gateCurrency(code)),
});
export const CountryCode = textScalar({
  name: "CountryCode",
  description: "A country by its ISO 3166-1 alpha-2 code; small letters are read as capitals.",
  specifiedByURL: "https://www.iso.org/iso-3166-country-codes.html",
  gate: (code) => gateCountry(code),
});
export const SeenCountry = textScalar({
  name: "SeenCountry",
  description: 'A CountryCode, or "n/a" for clicks whose country is unknown.',
  gate: (code) => (code === "n/a" ? accept(code) : gateCountry(code)),
});
export const TimeZone = textScalar({
  name: "TimeZone",
  description: "An IANA time zone such as America/New_York.",
  specifiedByURL: "https://www.iana.org/time-zones",
  gate: (zone) => gateZone(zone),
});
export const LocalDate = textScalar({
  name: "Date",
  description: "A date, YYYY-MM-DD; the field says in whose zone.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
  gate: (date) => gateDate(date),
});
export const OpenDate = textScalar({
  name: "OpenDate",
  description: 'A Date, or "" in a draft where none is chosen yet.',
  gate: (date) => (date === "" ? accept(date) : gateDate(date)),
});
export const Month = textScalar({
  name: "Month",
  description: "A month, YYYY-MM.",
  gate: (month) => gateMonth(month),
});
export const Url = textScalar({
  name: "URL",
  description: "An address as people have it; the field says what is read as one.",
  specifiedByURL: "https://url.spec.whatwg.org/",
  gate: (text) =>
    text.isWellFormed()
      ? accept(text)
      : refuse("BAD_URL", "This address holds a part of a character: copy it anew"),
});
export const Rate = textScalar({
  name: "Rate",
  description:
    'A payout: an amount such as "0.12", or of sales a share such as "8%". At most four decimals.',
  gate: (given) => {
    const gated = gateRate(given, anyUnits);
    return gated.ok ? accept(oneForm(given)) : gated;
  },
});
/** Exact decimal as text: JSON numbers would lose cents. */
export const Decimal = new GraphQLScalarType<string | Turned, string>({
  name: "Decimal",
  description: 'Exact decimal number as text, e.g. "0.0333". Never a JSON number.',
  serialize: (value) => {
    if (typeof value !== "string" || !/^-?\d{1,19}(\.\d{1,6})?$/.test(value))
      throw new TypeError('A Decimal is text such as "0.12"');
    return value;
  },
  parseValue: (value) => decimal(value),
  parseLiteral: inDocument((value) => decimal(value)),
});
function decimal(value: unknown): string | Turned {
  if (typeof value !== "string")
    throw new TypeError(
      'A Decimal is text such as "0.12", not ' +
        (typeof value === "number" ? "a JSON number" : shownValue(value)),
    );
  return through(gateDecimal, value);
}

const countMax = 2_147_483_647;
const count = (value: unknown): number => {
  // 0 has one form: -0 is another in JavaScript.
  if (typeof value === "number" && Number.isSafeInteger(value) && Math.abs(value) <= countMax)
    return value + 0;
  const bounds = Number.isInteger(value) ? ` from ${-countMax} to ${countMax}` : "";
  throw new TypeError(`A Count is a whole number${bounds}, not ${shownValue(value)}`);
};
/** No sum is rounded unseen: what JavaScript cannot hold exactly is a bug, and told as one. */
const exactCount = (value: unknown): number => {
  if (typeof value !== "number" || !Number.isSafeInteger(value))
    throw new TypeError("A Count is a whole number that a float holds exactly");
  return value + 0;
};
/**
 * Whole numbers: what a field takes is said by the field, and refused with its name. Answers hold
 * any sum of counts, which 32 bits do not.
 */
export const Count = new GraphQLScalarType<number | Turned, number>({
  name: "Count",
  description:
    "A whole number of clicks, orders, days …: in answers up to 9007199254740991, which every " +
    "JSON number holds exactly; what is sent has at most 32 bits, and the field says which are " +
    "possible.",
  serialize: exactCount,
  parseValue: count,
  parseLiteral: inDocument(count),
});

/** Instants come in through the same gate as all else; they go out in ISO 8601 by UTC. */
export const readInstant = (value: unknown): Date | Turned => {
  if (typeof value !== "string")
    throw new TypeError(`An instant is a text in quotes, not ${shownValue(value)}`);
  return through(gateInstant, value);
};
export const readInstantLiteral = inDocument(readInstant);
export const instantText =
  "An instant by RFC 3339 with its offset, such as 2026-11-29T08:00:00Z, of the years 1970 to " +
  "2999. Answers give it by UTC, to the millisecond.";
