/**
 * Tells a fault of the place (database away, disk full, another worker's lock) from a fault of what
 * was being done.
 */

/**
 * SQLSTATE classes that say nothing about the data: connection lost, authorisation, transaction
 * rolled back for others' sake, resources used up, operator's intervention, system error,
 * configuration, no such database.
 */
const classes = new Set(["08", "0B", "28", "3D", "40", "53", "57", "58", "F0"]);
/**
 * Read only just now, lock not available, and a database that is not (yet) as this program needs
 * it.
 */
const states = new Set(["25006", "55P03", "42P01", "42703", "42501", "42883"]);
const ofTheNetwork = [
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
];
const ofTheSystem = new Set([
  ...ofTheNetwork,
  "EACCES",
  "EAGAIN",
  "EDQUOT",
  "EIO",
  "EMFILE",
  "ENFILE",
  "ENOMEM",
  "ENOSPC",
  "EROFS",
]);
/** What the client library says without a code. */
const words = new RegExp(
  "^(Connection terminated|timeout exceeded when trying to connect|Query read timeout" +
    "|Client has encountered a connection error|Cannot use a pool after)",
);

/**
 * The database did not answer in the time that its caller gives it. The code survives what wraps
 * the error.
 */
export class DatabaseSilent extends Error {
  code = "ETIMEDOUT";
}

const codeOf = (error: unknown): string => {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : "";
};
/** The SQLSTATE of a database's answer, else "". */
export const sqlStateOf = (error: unknown): string => {
  const code = codeOf(error);
  return /^[0-9A-Z]{5}$/.test(code) && !ofTheSystem.has(code) ? code : "";
};

/** True when the database cannot be reached or does not answer. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (ofTheNetwork.includes(codeOf(error)) || words.test(error.message)) return true;
  const state = sqlStateOf(error);
  return state.startsWith("08") || state.startsWith("57P");
}

/**
 * True when the same work may succeed as it is once the place is well again: it waits and is done
 * again whole.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isAway(error) || ofTheSystem.has(codeOf(error))) return true;
  const state = sqlStateOf(error);
  if (state !== "") return states.has(state) || classes.has(state.slice(0, 2));
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return inner.some((each) => each !== undefined && isOutage(each));
}
