// Verifies a partner's statements with nothing but three of its exports and Node 22 or newer:
//   node verify-statement.mjs sealed-entries.csv seals.csv statement-lines.csv
// They are SEALED_ENTRIES, SEALS and STATEMENT_LINES as CSV (docs/exports.md). It follows the chain
// of seals over every entry, and adds the entries up to each closed line, from the first month on.
// Exit code 1: something was changed; the first difference is named.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");
const stop = (text) => process.exit(console.error(`DIFFERENCE ${text}`) ?? 1);
const must = (holds, text) => holds || stop(text);

/** Rows of a CSV by their columns' names; lines on top that begin with # tell of the file. */
function rowsOf(file) {
  const text = readFileSync(file, "utf8").replace(/^(?:#[^\n]*\n)+/, "");
  const records = [[]];
  const cells = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/gy;
  for (let cell = cells.exec(text); cell?.[0]; cell = cells.exec(text)) {
    const [, value, end] = cell;
    records.at(-1).push(value.replace(/^"([^]*)"$/, "$1").replaceAll('""', '"'));
    if (end !== ",") records.push([]);
  }
  const [names, ...rows] = records.filter((record) => record.length > 0);
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ""])));
}
const utc = (instant) => new Date(instant).toISOString();
const micros = (amount) => {
  const [units, rest = ""] = amount.split(".");
  return BigInt(units + rest.padEnd(6, "0"));
};

/** What a seal covers of an entry. */
const sealedText = (e) =>
  [utc(e.effectiveAt), e.subjectId, e.event, e.brandId, e.partnerId, e.programId, e.contractId]
    .concat([e.debit, e.credit, e.amountMicros, e.currency, utc(e.postedAt)])
    .join("\t");

function followSeals(entries, seals) {
  const open = Map.groupBy(entries, (e) => `${e.partnerId} ${e.currency} ${e.postingId}`);
  for (const [chain, links] of Map.groupBy(seals, (s) => `${s.partnerId} ${s.currency}`)) {
    let before = { number: "0", hash: "" };
    for (const s of links.sort((a, b) => Number(a.number) - Number(b.number))) {
      const at = `${chain}, seal ${s.number}`;
      must(BigInt(s.number) === BigInt(before.number) + 1n, `${at}: the one before is missing`);
      must(s.previousHash === before.hash, `${at}: it does not follow from the one before`);
      const covered = open.get(`${chain} ${s.postingId}`) ?? [];
      must(covered.length === Number(s.transfers), `${at}: entries are missing or too many`);
      const hash = sha256(covered.map(sealedText).sort().join("\n"));
      must(hash === s.transfersHash, `${at}: an entry was changed`);
      const parts = [before.hash, s.partnerId, s.currency, s.number, s.postingId, s.transfers];
      must(sha256([...parts, hash].join("\n")) === s.hash, `${at}: the seal was changed`);
      open.delete(`${chain} ${s.postingId}`);
      before = s;
    }
    console.log(`${chain}: ${links.length} seals hold; the last is ${before.hash}`);
  }
  must(open.size === 0, `entries without a seal: ${[...open.keys()][0]}`);
}

const parts = { clicks: "CLICK", sales: "APPROVAL", adjustments: "ADJUSTMENT", bonuses: "BONUS" };
const change = (e) => (e.credit === "PARTNER_PAYABLE" ? 1n : -1n) * BigInt(e.amountMicros);

function addUp(entries, seals, lines) {
  const hashes = new Set(seals.map(({ hash }) => hash));
  const accountOf = (row) => `${row.programId} ${row.partnerId} ${row.currency}`;
  const isOwed = (e) => [e.debit, e.credit].includes("PARTNER_PAYABLE");
  for (const [account, own] of Map.groupBy(lines, accountOf)) {
    let left = entries.filter((e) => isOwed(e) && accountOf(e) === account);
    let carried = 0n;
    const closed = own.filter(({ state }) => state === "CLOSED");
    for (const line of closed.sort((a, b) => (a.month < b.month ? -1 : 1))) {
      const at = `${account}, ${line.month}`;
      const [end, cut] = [utc(line.endsAt), utc(line.closesAt)];
      const isOf = (e) => utc(e.postedAt) < cut && utc(e.effectiveAt) < end;
      const mine = left.filter(isOf);
      left = left.filter((e) => !isOf(e));
      must(mine.length === Number(line.transfers), `${at}: it has another number of entries`);
      must(micros(line.openingCarry) === carried, `${at}: it does not carry on what was left`);
      for (const [column, event] of Object.entries(parts)) {
        const booked = mine.filter((e) => e.event === event);
        const sum = booked.reduce((all, e) => all + change(e), 0n);
        must(sum === micros(line[column]), `${at}: ${column} are not what the entries say`);
        carried += sum;
      }
      const entered = mine.reduce((all, e) => all + change(e), 0n);
      must(entered === micros(line.entries), `${at}: entries are not what the entries say`);
      carried -= micros(line.amount);
      must(carried === micros(line.carry), `${at}: amount and carry are not its sum`);
      must(line.seal === "" || hashes.has(line.seal), `${at}: its seal is not in the chain`);
      console.log(`${at}: ${line.amount} ${line.currency} of ${mine.length} entries`);
    }
  }
}

const [entries, seals, lines] = process.argv.slice(2, 5).map(rowsOf);
must(lines, "three files are needed: sealed entries, seals, statement lines");
followSeals(entries, seals);
addUp(entries, seals, lines);
console.log("All of it holds.");
