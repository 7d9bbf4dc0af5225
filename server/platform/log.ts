/**
 * One JSON line per request, batch or job, on stderr; never a secret, never a whole address, never
 * one per click.
 */
import { pino, type Logger } from "pino";

export type Log = Logger;

/**
 * A log on a disk that is full must not end the process that writes it: lines are lost, and the
 * next ones are tried.
 */
function destination() {
  const stream = pino.destination({ dest: 2, sync: false });
  stream.on("error", () => {});
  return stream;
}

export const createLog = (level: string, role: string): Log =>
  pino(
    {
      level,
      base: { role },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          "password",
          "token",
          "secret",
          "authorization",
          "cookie",
          "*.password",
          "*.token",
          "*.secret",
        ],
        remove: true,
      },
    },
    destination(),
  );
