/** One JSON line per request, batch or job, on stderr; never a secret, never a whole address, never one per click. */
import { pino, type Logger } from "pino";

export type Log = Logger;
export const createLog = (level: string, role: string): Log =>
  pino(
    {
      level,
      base: { role },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: ["password", "token", "secret", "authorization", "cookie", "*.password", "*.token", "*.secret"], remove: true },
    },
    pino.destination({ dest: 2, sync: false }),
  );
