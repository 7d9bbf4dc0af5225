/**
 * Taking a planned change back before its day: every partner's contracts are as they were, in one
 * transaction for any number.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { pgArray } from "../../platform/db/array.ts";
import { tell, type NoticeDeps, type Notification } from "../notices/notices.ts";
import { ContractChange } from "./change.entity.ts";
import { Contract } from "./contract.entity.ts";
import { record, type Actor, type ChangeDeps } from "./timeline.ts";

interface Undo {
  actor: Actor;
  /** null = all that are not undone yet. */
  partnerIds: readonly string[] | null;
}

const undone = `select *
  from contract_change_partner p
  where p.change_id = ?
    and p.state in ('WAITING', 'SCHEDULED', 'PROPOSED')
    and (?::uuid[] is null or p.partner_account_id = any(?::uuid[]))`;
/** What was accepted stays, and so does what was declined. */
const unanswered = `(
  p.state <> 'PROPOSED'
  or exists (select from contract n where n.id = p.new_contract_id and n.decision = 'PROPOSED')
)`;

/**
 * Signs again what the change had taken away before it came into force, e.g. the contract after a
 * temporary one.
 */
async function signAgain(
  tx: EntityManager,
  deps: ChangeDeps,
  change: ContractChange,
  { actor }: Undo,
  supersededIds: readonly string[],
): Promise<void> {
  const given = await tx.find(Contract, { id: { $in: [...supersededIds] } }, { refresh: true });
  const made = given.map((row) => ({
    row,
    again: tx.create(Contract, {
      id: deps.newId(deps.clock()),
      brandAccountId: row.brandAccountId,
      partnerAccountId: row.partnerAccountId,
      programId: row.programId,
      termsVersionId: row.termsVersionId,
      decision: "SIGNED",
      proposedByAccountId: row.proposedByAccountId,
      proposedBy: row.proposedBy,
      proposedAt: row.proposedAt,
      comment: row.comment ?? null,
      startsAt: row.startsAt,
      endsAt: row.endsAt ?? null,
      decidedBy: actor.userId,
      decidedAt: new Date(deps.clock()),
      followsId: row.followsId ?? null,
    }),
  }));
  await tx.flush();
  for (const { again } of made)
    record(tx, deps, again, {
      kind: "CHANGE_WITHDRAWN",
      actor,
      comment: change.comment,
      afterVersionId: again.termsVersionId,
    });
}

/** Which partners, as `undone` asks for them. */
function takenBy(change: ContractChange, { partnerIds }: Undo): (string | null)[] {
  const ids = partnerIds === null ? null : pgArray(partnerIds);
  return [change.id, ids, ids];
}

const withdrawnEvent = `insert into contract_event (
    id,
    contract_id,
    brand_account_id,
    partner_account_id,
    kind,
    actor_id,
    actor_account_id,
    comment,
    before_version_id,
    after_version_id,
    at
  )
  select
    gen_random_uuid(),
    c.id,
    c.brand_account_id,
    c.partner_account_id,
    'CHANGE_WITHDRAWN',
    ?,
    ?,
    null,
    ?::uuid,
    c.terms_version_id,
    ?`;

/** What the change brought is over, what it ended goes on. */
async function takeBack(
  tx: EntityManager,
  change: ContractChange,
  undo: Undo,
  at: Date,
): Promise<void> {
  const taken = takenBy(change, undo);
  const actor = [undo.actor.userId, undo.actor.accountId, change.termsVersionId ?? null, at];
  await tx.execute(
    `${withdrawnEvent}
      from contract c
      join (${undone}) p on p.partner_account_id = c.partner_account_id
      where c.change_id = ? and c.decision in ('PROPOSED', 'SIGNED')`,
    [...actor, ...taken, change.id],
  );
  await tx.execute(
    `update contract c
      set
        decision = case c.decision when 'PROPOSED' then 'WITHDRAWN' else 'SUPERSEDED' end,
        decided_at = coalesce(c.decided_at, ?),
        decided_by = coalesce(c.decided_by, ?)
      from (${undone}) p
      where c.change_id = ?
        and c.partner_account_id = p.partner_account_id
        and c.decision in ('PROPOSED', 'SIGNED')`,
    [at, undo.actor.userId, ...taken, change.id],
  );
  // An end that the brand has set since for another reason stays.
  const kept = `contract c
    join (${undone}) p on p.old_contract_id = c.id
    where c.decision = 'SIGNED' and c.ended_by_change_id = p.change_id`;
  await tx.execute(`${withdrawnEvent} from ${kept}`, [...actor, ...taken]);
  await tx.execute(
    `update contract c
      set ends_at = p.old_ends_at, ended_by_change_id = null
      from (${undone}) p
      where p.old_contract_id = c.id
        and c.decision = 'SIGNED'
        and c.ended_by_change_id = p.change_id`,
    taken,
  );
  await tx.execute(
    `update contract_change_partner p
      set state = 'WITHDRAWN', updated_at = ?
      where p.change_id = ?
        and p.state in ('WAITING', 'SCHEDULED', 'PROPOSED')
        and (?::uuid[] is null or p.partner_account_id = any(?::uuid[]))`,
    [at, ...taken],
  );
}

/** Resolves with the number of partners. Needs the program's lock. */
export async function undoPartners(
  tx: EntityManager,
  deps: ChangeDeps,
  change: ContractChange,
  undo: Undo,
): Promise<number> {
  const at = new Date(deps.clock());
  await tx.flush();
  const partners = await tx.execute<{ partner_account_id: string; superseded_ids: string[] }[]>(
    `${undone} and ${unanswered} for update`,
    takenBy(change, undo),
  );
  if (partners.length === 0) return 0;
  const partnerIds = partners.map((partner) => partner.partner_account_id);
  await takeBack(tx, change, { ...undo, partnerIds }, at);
  const superseded = partners.flatMap((partner) => partner.superseded_ids);
  if (superseded.length > 0) await signAgain(tx, deps, change, undo, superseded);
  return partners.length;
}

interface Untold {
  partner_account_id: string;
  new_contract_id: string;
  before_version_id: string | null;
  after_version_id: string;
}
/**
 * SQL: of a partner `p` in a change, whether it was told of the change and not yet of its
 * withdrawal.
 */
export const untoldOfWithdrawal = `p.state = 'WITHDRAWN'
    and p.new_contract_id is not null
    and not exists (
      select
      from notice t
      where t.change_id = p.change_id
        and t.account_id = p.partner_account_id
        and t.kind = 'CHANGE_WITHDRAWN'
    )`;

/**
 * Tells these partners of a withdrawn change, of those that are not told yet; resolves with how
 * many.
 */
export async function tellWithdrawn(
  tx: EntityManager,
  telling: NoticeDeps,
  changeId: string,
  only: readonly string[],
): Promise<number> {
  const change = await tx.findOneOrFail(ContractChange, { id: changeId });
  const rows = await tx.execute<Untold[]>(
    `select
        p.partner_account_id,
        p.new_contract_id,
        n.terms_version_id as after_version_id,
        o.terms_version_id as before_version_id
      from contract_change_partner p
      join contract n on n.id = p.new_contract_id
      left join contract o on o.id = p.old_contract_id
      where p.change_id = ? and ${untoldOfWithdrawal} and p.partner_account_id = any(?::uuid[])
      order by p.partner_account_id`,
    [changeId, pgArray(only)],
  );
  const told = rows.map((row): Notification => ({
    kind: "CHANGE_WITHDRAWN",
    accountId: row.partner_account_id,
    fromAccountId: change.brandAccountId,
    brandAccountId: change.brandAccountId,
    programId: change.programId,
    contractId: row.new_contract_id,
    changeId,
    beforeVersionId: row.after_version_id,
    afterVersionId: row.before_version_id,
    comment: "",
    howTo: false,
    effectiveAt: null,
  }));
  await tell(tx, telling, told);
  await tx.flush();
  const left = await tx.execute<unknown[]>(
    `select 1
      from contract_change_partner p
      where p.change_id = ? and ${untoldOfWithdrawal}
      limit 1`,
    [changeId],
  );
  change.withdrawalTold = left.length === 0;
  await tx.flush();
  return rows.length;
}

/** The next partners, in order. */
export async function tellWithdrawnNext(
  tx: EntityManager,
  telling: NoticeDeps,
  changeId: string,
  max: number,
): Promise<number> {
  const next = await tx.execute<{ id: string }[]>(
    `select p.partner_account_id as id
      from contract_change_partner p
      where p.change_id = ? and ${untoldOfWithdrawal}
      order by p.partner_account_id
      limit ?`,
    [changeId, max],
  );
  return tellWithdrawn(
    tx,
    telling,
    changeId,
    next.map(({ id }) => id),
  );
}
