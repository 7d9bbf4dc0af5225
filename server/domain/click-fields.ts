/**
 * A click's fields, each described once: what kind of value it is, where it is stored, whether
 * rules read it, and who sees it in the click log. The record's type, its line in the journal, the
 * check of what a line held, the columns that are copied and the row that the click log reads all
 * follow from here. A field that is new carries `later`, since lines of before lack it, and needs a
 * column (a migration) and the place that finds it (tracking/redirect).
 */
import type { Instant } from "./calendar.ts";
import type { Side } from "./sides.ts";

const gestures = ["USER", "NONE", "UNKNOWN"] as const;
export const devices = [
  "DESKTOP",
  "PHONE",
  "TABLET",
  "GAME",
  "WATCH",
  "TV",
  "ROBOT",
  "CAR",
  "UNKNOWN",
] as const;

/** What a value of each kind is. */
export interface KindValues {
  /** A whole number from 0 on. */
  count: number;
  /** Number of an accounting partition. */
  part: number;
  /** A UUID in small letters. */
  id: string;
  instant: Instant;
  flag: boolean;
  /** One of `words`, and nothing else. */
  word: string;
  /** Text of our own making, in letters that JSON writes as they are. */
  mark: string;
  text: string;
  maybe: string | null;
  texts: string[];
  map: Record<string, string> | null;
  /** Three texts that may lack, in a column each. */
  three: [string | null, string | null, string | null];
}
export type Kind = keyof KindValues;

export interface ClickField {
  kind: Kind;
  /** Of the table of clicks; the API's name is the same in its own form: subId1 of sub_id1. */
  column: string | readonly [string, string, string];
  /** What a word is one of; of a mark it says the type alone, and any other is kept as it came. */
  words?: readonly string[];
  /** Lines written before it was there lack it: null then. Of kinds that may be null. */
  later?: true;
  /** Rules may test it. */
  rules?: true;
  /** The click log and the trace read it. */
  log?: true;
  /**
   * What the API says of it, where # is the number of the column, and whose alone it is: null for
   * the other side. What is shown is logged.
   */
  api?: { description: string; only?: Side };
}

/** In the order of the journal's lines. */
export const clickFields = {
  seq: { kind: "count", column: "tracker_seq" },
  /** A UUIDv7 whose milliseconds are `at`. */
  id: { kind: "id", column: "id", log: true },
  at: { kind: "instant", column: "clicked_at" },
  brand: { kind: "id", column: "brand_account_id", log: true },
  partner: { kind: "id", column: "partner_account_id", log: true },
  program: { kind: "id", column: "program_id", log: true, rules: true },
  ad: { kind: "id", column: "ad_id", log: true, rules: true },
  link: { kind: "id", column: "link_id", log: true, rules: true },
  /** Accounting partition of the program. */
  part: { kind: "part", column: "accounting_partition" },
  test: {
    kind: "flag",
    column: "is_test",
    log: true,
    api: { description: "Through a test link." },
  },
  programActive: { kind: "flag", column: "program_active", log: true },
  partnerActive: { kind: "flag", column: "partner_active", log: true },
  adActive: { kind: "flag", column: "ad_active", log: true },
  robot: { kind: "flag", column: "robot", log: true },
  /** Names of risk signals, e.g. IMAGE_CLICK (domain/gesture.ts). */
  risk: { kind: "texts", column: "risk", log: true },
  /**
   * USER: Sec-Fetch-User said ?1. NONE: Sec-Fetch headers deny a gesture. UNKNOWN: none, or of a
   * browser that never tells.
   */
  gesture: {
    kind: "word",
    column: "gesture",
    words: gestures,
    log: true,
    api: {
      description: "USER, NONE or UNKNOWN: whether the browser vouched for a person's gesture.",
    },
  },
  secFetch: { kind: "map", column: "sec_fetch" },
  device: {
    kind: "mark",
    column: "device",
    words: devices,
    log: true,
    rules: true,
    api: { description: "What it was made with." },
  },
  os: {
    kind: "text",
    column: "os",
    log: true,
    rules: true,
    api: { description: "Operating system." },
  },
  browser: {
    kind: "text",
    column: "browser",
    log: true,
    rules: true,
    api: { description: "Browser." },
  },
  /** Cut to 512 characters. */
  ua: { kind: "text", column: "user_agent" },
  country: {
    kind: "maybe",
    column: "country",
    log: true,
    rules: true,
    api: { description: "Country (ISO 3166-1); null = unknown." },
  },
  /** What the browser asks for first, as "en-US". */
  language: {
    kind: "maybe",
    column: "language",
    later: true,
    log: true,
    rules: true,
    api: { description: "Language of the browser (BCP 47), such as en-US; null = unknown." },
  },
  region: { kind: "maybe", column: "region" },
  city: { kind: "maybe", column: "city" },
  referrer: { kind: "maybe", column: "referrer", rules: true },
  /** In the one form of a host (values/host.ts), or an app as "android-app://com.example.app". */
  referrerHost: {
    kind: "maybe",
    column: "referrer_host",
    log: true,
    rules: true,
    api: { description: "Host of the referring page." },
  },
  landingPage: {
    kind: "text",
    column: "landing_page",
    log: true,
    rules: true,
    api: { description: "Where the link led, without the tag." },
  },
  destinationHost: { kind: "text", column: "destination_host", log: true },
  sharedId: {
    kind: "maybe",
    column: "shared_id",
    log: true,
    rules: true,
    api: { description: "Shared id; both sides see it." },
  },
  /** A partner's own notes [D178]. */
  subIds: {
    kind: "three",
    column: ["sub_id1", "sub_id2", "sub_id3"],
    log: true,
    rules: true,
    api: {
      description: "Sub id #; the partner's alone, always null for the brand.",
      only: "PARTNER",
    },
  },
  custom: { kind: "map", column: "custom", rules: true },
  /** E.g. SHARED_ID_DROPPED. */
  warnings: {
    kind: "texts",
    column: "warnings",
    log: true,
    api: { description: "What was set right or left out, e.g. SHARED_ID_DROPPED." },
  },
  /** Versions of the lists behind the derived facts, e.g. "isbot 5.2.3; geo 2.3.2026061719". */
  lists: { kind: "text", column: "list_versions" },
  /** Keyed hashes of address and user agent under today's and yesterday's salt, hex. */
  visitor: { kind: "mark", column: "visitor_hash" },
  visitorPrevious: { kind: "maybe", column: "visitor_hash_previous" },
} as const satisfies Record<string, ClickField>;

type Fields = typeof clickFields;
export type ClickFieldName = keyof Fields;
type ValueOf<F extends ClickField> = F extends { words: readonly (infer W)[] }
  ? W
  : KindValues[F["kind"]];
type ValuesOf<N extends ClickFieldName> = { [F in N]: ValueOf<Fields[F]> };
type Having<Use extends "rules" | "log" | "api"> = {
  [N in ClickFieldName]: Fields[N] extends Record<Use, unknown> ? N : never;
}[ClickFieldName];

export type ClickValues = ValuesOf<ClickFieldName>;
/** A click as rules read it: fields by their names. */
export type RuleFields = ValuesOf<Having<"rules">>;

type Columns<N extends ClickFieldName> = {
  [F in N as Fields[F]["column"] extends string ? Fields[F]["column"] : never]: ValueOf<Fields[F]>;
} & {
  [F in N as Fields[F]["column"] extends readonly (infer C extends string)[] ? C : never]:
    | string
    | null;
};
/** A click as the click log reads it: values by their columns. */
export type LogColumns = Columns<Having<"log">>;

type NameOf<C> = C extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<NameOf<Tail>>}` : C;
type ApiColumns = Columns<Having<"api">>;
/** A click as the API shows it: values by the API's names. */
export type ApiFields = { [C in keyof ApiColumns as NameOf<C>]: ApiColumns[C] };

export const everyClickField = Object.entries<ClickField>(clickFields);
export const columnsOf = ({ column }: ClickField): readonly string[] =>
  typeof column === "string" ? [column] : column;

const blanks: { [K in Kind]: () => KindValues[K] } = {
  count: () => 0,
  part: () => 0,
  id: () => "",
  instant: () => 0,
  flag: () => false,
  word: () => "",
  mark: () => "",
  text: () => "",
  maybe: () => null,
  texts: () => [],
  map: () => null,
  three: () => [null, null, null],
};
/** A click of which nothing is known; of a closed list its last word, which says so. */
export const blankClick = (): ClickValues =>
  Object.fromEntries(
    everyClickField.map(([name, { kind, words }]) => [name, words?.at(-1) ?? blanks[kind]()]),
  ) as unknown as ClickValues;

/** Kinds whose value may lack. */
const mayLack: ReadonlySet<Kind> = new Set(["maybe", "map", "three"]);

export interface ApiField {
  name: string;
  column: string;
  description: string;
  only: Side | null;
  kind: Kind;
  nullable: boolean;
}
const nameOf = (column: string): string =>
  column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
/** What the API shows of a click, a field for each column. */
export const apiFields: readonly ApiField[] = everyClickField.flatMap(([, field]) =>
  field.api === undefined
    ? []
    : columnsOf(field).map((column, index) => ({
        name: nameOf(column),
        column,
        description: (field.api?.description ?? "").replace("#", String(index + 1)),
        only: field.api?.only ?? null,
        kind: field.kind,
        nullable: mayLack.has(field.kind),
      })),
);
