/**
 * One click, sale or lead that never happened, decided by the engine that pays; nothing is stored
 * [D85].
 */
import { Account } from "../../partnership/accounts/account.entity.ts";
import { money } from "../../platform/api/money.ts";
import { InvalidInput, isRefusal, NotFound, type UserError } from "../../platform/api/refusal.ts";
import { clickFacts } from "../clicks/trace.ts";
import type { ClickClass, OutcomeValue } from "../clicks/click.types.ts";
import { findClick } from "../clicks/clicks.ts";
import { explained, readerOf, stepView } from "../clicks/traces.ts";
import type { Context } from "../../platform/context.ts";
import { addDays, dateOf, type Instant } from "../../domain/calendar.ts";
import { engineVersion, type DecideInput } from "../../domain/decide.ts";
import type { ConversionKind, EventKind } from "../../domain/event-kinds.ts";
import type { PayableEvent } from "../../domain/payable-event.ts";
import { reasonSentences } from "../../domain/reason.ts";
import { plainFacts, triedFacts, untriedRules } from "../../domain/rule-facts.ts";
import type { Facts } from "../../domain/rules.ts";
import { saleFactsOf, traitsIn } from "../../domain/sale-facts.ts";
import { payoutOf, type Limit } from "../../domain/terms.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import { gateAmount } from "../../domain/values/amount.ts";
import { gateCurrency } from "../../domain/values/currency.ts";
import { usedIn, type Subject, type UsageContext } from "../../money/limits/limit-reads.ts";
import { asksOf, usageContext, programSubject } from "../../money/limits/limit-usage.ts";
import { ProgramLimit } from "../../money/limits/program-limit.entity.ts";
import { listsHolding } from "../../partnership/lists/lists.ts";
import { EventType } from "../../partnership/programs/program.entity.ts";
import {
  DryRunOk,
  type DryRunClickInput,
  type DryRunLeadInput,
  type DryRunSaleInput,
} from "./dry-run.types.ts";
import { type Deciding, decidingTerms } from "./dry-run-terms.ts";
import { readFacts, noProfile, profileAt, usualFacts } from "./dry-run-facts.ts";

/** A program's own limits in force; of a partner, those that the brand shares. */
async function programSubjects(
  ctx: Context,
  { program, now }: UsageContext,
  event: EventKind,
  currency: string | undefined,
): Promise<Subject[]> {
  const rows = await ctx.em.find(ProgramLimit, {
    programId: program.id,
    event,
    endedAt: null,
    ...(ctx.scope.kind === "PARTNER" ? { shared: true } : {}),
  });
  return rows
    .filter(
      (row) =>
        row.countsFrom.getTime() <= now && (row.kind !== "PAYOUT" || row.currency === currency),
    )
    .map(programSubject);
}

/**
 * What is used of these limits in each of their running periods; nothing is told of those that each
 * customer or event has of its own.
 */
async function usesNow(
  ctx: Context,
  ground: UsageContext,
  subjects: readonly Subject[],
): Promise<{ id: string; start: Instant; end: Instant | null; used: bigint }[]> {
  const asks = asksOf(ground, subjects);
  const used = await usedIn(ctx, ground, asks);
  return asks.map((ask) => ({
    id: ask.subject.limit.id,
    start: ask.period.start,
    end: ask.subject.limit.reset === "CONTRACT" ? null : ask.period.end,
    used: used(ask),
  }));
}

interface Asked {
  ground: UsageContext;
  partnerId: string | null;
  deciding: Deciding;
  event: PayableEvent;
  /** What the asker says of the event. */
  given: Facts;
}
async function inputOf(
  ctx: Context,
  { ground, partnerId, deciding, event }: Asked,
): Promise<DecideInput> {
  const { contract, subjects } = deciding;
  const { program } = ground;
  const own = contract
    ? await programSubjects(ctx, ground, event.kind, contract.terms.currency)
    : [];
  const used =
    partnerId === null
      ? []
      : await usesNow(
          ctx,
          ground,
          [...subjects, ...own].filter((subject) => subject.event === event.kind),
        );
  const active = await ctx.em.count(EventType, {
    programId: program.id,
    kind: event.kind,
    state: "ACTIVE",
  });
  const partner = partnerId === null ? null : await ctx.em.findOne(Account, { id: partnerId });
  return {
    event,
    standing: {
      programActive: program.state === "ACTIVE",
      partnerActive: partner?.isActive() ?? true,
      adActive: true,
      eventTypeActive: active > 0,
    },
    contract,
    calendar: ground.calendar,
    programLimits: own.map(({ limit }): Limit => limit),
    usage: (limit, window) =>
      used.find(
        ({ id, start, end }) => id === limit.id && start === window.start && end === window.end,
      )?.used ?? 0n,
  };
}

async function answer(ctx: Context, asked: Asked): Promise<DryRunOk> {
  const { deciding, event, given } = asked;
  const { contract, termsName } = deciding;
  const { decision, steps, limits } = explained(ctx, await inputOf(ctx, asked));
  const currency = decision.currency;
  const group =
    contract &&
    payoutOf(contract.terms, event.kind)?.groups.find(({ id }) => id === decision.groupId);
  return new DryRunOk({
    outcome: decision.outcome as OutcomeValue,
    reason: decision.reason,
    reasonText: decision.reason && reasonSentences[decision.reason],
    amount: currency === null ? null : money(decision.amount, currency),
    wouldPay: currency === null ? null : money(decision.wouldPay, currency),
    groupName: group?.name ?? null,
    termsName,
    versionNumber: contract?.versionNumber ?? null,
    untried: contract
      ? untriedRules(contract.terms, readerOf(ctx), given).filter(
          (rule) => rule.event === event.kind,
        )
      : [],
    trace: {
      steps: [
        ...steps,
        stepView({
          step: "LEDGER",
          verdict: "NOTED",
          seen: "a dry run posts nothing",
          reason: null,
        }),
      ],
      limits,
      engineVersion,
      consistent: true,
    },
  });
}

/** A partner asks for itself alone. */
async function partnerOf(ctx: Context, named: string | null): Promise<string | null | NotFound> {
  const own = ctx.scope.kind === "PARTNER" ? ctx.scope.requireAccountId() : null;
  if (named === null || named === own) return own;
  const missing = NotFound.of("partner", "input", "partnerId");
  if (own !== null) return missing;
  return (await ctx.em.findOne(Account, { id: named, kind: "PARTNER" })) ? named : missing;
}

/** Limits, weekdays and contracts reach no further back or forth than clicks do. */
const farDays = 3_650;
const tooFar = (ctx: Context, at: Instant): boolean =>
  Math.abs(at - ctx.clock()) > farDays * 86_400_000;

async function groundAt(
  ctx: Context,
  programId: string,
  at: Instant,
): Promise<UsageContext | UserError> {
  if (tooFar(ctx, at)) {
    const today = dateOf(ctx.clock(), "UTC");
    return new InvalidInput(
      "BAD_INSTANT",
      `The instant lies between ${addDays(today, -farDays)} and ${addDays(today, farDays)}`,
      ["input", "at"],
    );
  }
  const ground = await usageContext(ctx, programId);
  return ground ? { ...ground, now: at } : NotFound.of("program", "input", "programId");
}

interface Sample {
  partnerId: string | null;
  at: Instant;
  classification: ClickClass;
  facts: Facts;
}
/** The click that did happen, if one is named. */
async function sampleOf(
  ctx: Context,
  { clickId, programId }: DryRunClickInput,
): Promise<Sample | null | NotFound> {
  if (!clickId) return null;
  const row = await findClick(ctx, clickId);
  if (!row || row.program_id !== programId) return NotFound.of("click", "input", "clickId");
  const brand = await ctx.em.findOneOrFail(Account, { id: row.brand_account_id });
  const facts = await clickFacts(ctx, row, brand.timeZone);
  return {
    partnerId: row.partner_account_id,
    at: Number(row.at_ms),
    classification: row.classification ?? ("U" as ClickClass),
    facts: facts ? plainFacts(triedFacts(facts, readerOf(ctx))) : {},
  };
}

export async function dryRunClick(
  ctx: Context,
  input: DryRunClickInput,
): Promise<DryRunOk | UserError> {
  const sample = await sampleOf(ctx, input);
  if (isRefusal(sample)) return sample;
  const at = input.at?.getTime() ?? sample?.at ?? ctx.clock();
  const ground = await groundAt(ctx, input.programId, at);
  if (isRefusal(ground)) return ground;
  const partnerId = await partnerOf(ctx, input.partnerId ?? sample?.partnerId ?? null);
  if (isRefusal(partnerId)) return partnerId;
  const given = readFacts("CLICK", input.facts, input.at ? { HOUR: "at", WEEKDAY: "at" } : {});
  if (isRefusal(given)) return given;
  const deciding = await decidingTerms(ctx, input, ground, partnerId);
  if (isRefusal(deciding)) return deciding;
  const facts: Facts = {
    ...sample?.facts,
    ...(await usualFacts(ctx, ground, partnerId)),
    ...given,
    triedBy: readerOf(ctx),
  };
  if (given.params && sample?.facts.params)
    facts.params = { ...sample.facts.params, ...given.params };
  return answer(ctx, {
    ground,
    partnerId,
    deciding,
    given,
    event: {
      kind: "CLICK",
      at,
      isTest: input.isTest,
      classification: input.classification ?? sample?.classification ?? "U",
      facts,
    },
  });
}

const ordersMax = 1_000_000;
/** Also where there is no "currency": the sale then is in that of the terms. */
const saidBySale = { ORDER_TOTAL: "amount", CURRENCY: "currency" };

type ConversionAsked = Pick<Asked, "ground" | "partnerId" | "deciding"> & {
  kind: ConversionKind;
  given: Facts;
  orders: bigint;
  amount: bigint;
  currency: string;
};
/** What a sale or lead like this tells by itself, and what is given beside it. */
async function conversionFacts(
  ctx: Context,
  { kind, ground, partnerId, deciding, given, ...totals }: ConversionAsked,
): Promise<Facts> {
  const { program, now } = ground;
  const profile =
    partnerId === null ? noProfile : await profileAt(ctx, program.brandAccountId, partnerId, now);
  const traits = traitsIn(given);
  const lists = deciding.contract
    ? await listsHolding(ctx, { terms: deciding.contract.terms, kind }, traits, new Date(now))
    : {};
  const told = saleFactsOf({
    ...totals,
    eventType: null,
    traits,
    program: program.id,
    link: null,
    partnerValues: profile.values,
    partnerGroups: profile.groups,
    lists,
  });
  return { ...plainFacts(triedFacts(told, readerOf(ctx))), ...given };
}

export async function dryRunSale(
  ctx: Context,
  input: DryRunSaleInput,
): Promise<DryRunOk | UserError> {
  const at = input.at?.getTime() ?? ctx.clock();
  const ground = await groundAt(ctx, input.programId, at);
  if (isRefusal(ground)) return ground;
  const counts = { orders: input.orders, units: input.units ?? input.orders };
  for (const [field, value] of Object.entries(counts))
    if (value < 0 || value > ordersMax)
      return new InvalidInput("BAD_COUNT", `A sale has 0 to ${ordersMax} ${field}`, [
        "input",
        field,
      ]);
  const asked = input.currency == null ? null : gateCurrency(input.currency, "currency");
  if (asked && !asked.ok) return InvalidInput.of(asked, "input");
  const partnerId = await partnerOf(ctx, input.partnerId ?? null);
  if (isRefusal(partnerId)) return partnerId;
  const given = readFacts("SALE", input.facts, saidBySale);
  if (isRefusal(given)) return given;
  const deciding = await decidingTerms(ctx, input, ground, partnerId);
  if (isRefusal(deciding)) return deciding;
  const { orders, units } = counts;
  const currency =
    asked?.value ?? deciding.contract?.terms.currency ?? storefrontOf(ground.program)?.currency;
  const amount = gateAmount(input.amount, { currency }, "amount");
  if (!amount.ok) return InvalidInput.of(amount, "input");
  const facts = await conversionFacts(ctx, {
    kind: "SALE",
    ground,
    partnerId,
    deciding,
    given,
    orders: BigInt(orders),
    amount: amount.value,
    currency: currency ?? "",
  });
  return answer(ctx, {
    ground,
    partnerId,
    deciding,
    given,
    event: {
      kind: "SALE",
      at,
      isTest: input.isTest,
      orders: BigInt(orders),
      units: BigInt(units),
      amount: amount.value,
      ...(asked ? { currency: asked.value } : {}),
      facts,
    },
  });
}

export async function dryRunLead(
  ctx: Context,
  input: DryRunLeadInput,
): Promise<DryRunOk | UserError> {
  const at = input.at?.getTime() ?? ctx.clock();
  const ground = await groundAt(ctx, input.programId, at);
  if (isRefusal(ground)) return ground;
  const partnerId = await partnerOf(ctx, input.partnerId ?? null);
  if (isRefusal(partnerId)) return partnerId;
  const given = readFacts("LEAD", input.facts, {});
  if (isRefusal(given)) return given;
  const deciding = await decidingTerms(ctx, input, ground, partnerId);
  if (isRefusal(deciding)) return deciding;
  const asked = { ground, partnerId, deciding, given };
  const worth = { orders: 0n, amount: 0n, currency: deciding.contract?.terms.currency ?? "" };
  const facts = await conversionFacts(ctx, { kind: "LEAD", ...asked, ...worth });
  return answer(ctx, {
    ...asked,
    event: { kind: "LEAD", at, isTest: input.isTest, leads: 1n, facts },
  });
}
