/**
 * Passwords: argon2id with OWASP's minimum (19 MiB, 2 passes, 1 lane), stored as a PHC string that
 * carries its parameters.
 */
import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from "node:crypto";
import { promisify } from "node:util";
import { accept, refuse, type Result } from "../../domain/result.ts";

const derive = promisify(argon2);
const memoryKiB = 19_456;
const passes = 2;
const parallelism = 1;
const tagBytes = 32;
const saltBytes = 16;

const passwordLength = { min: 10, max: 200 } as const;

/** Unicode NFC, so that the same password typed on two keyboards is the same bytes. */
const normalised = (password: string): Buffer => Buffer.from(password.normalize("NFC"), "utf8");
const unpadded = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");

export function checkPassword(password: string, ...path: string[]): Result<string, "BAD_PASSWORD"> {
  const { length } = Array.from(password.normalize("NFC"));
  if (length >= passwordLength.min && length <= passwordLength.max) return accept(password);
  return refuse(
    "BAD_PASSWORD",
    `A password has ${passwordLength.min} to ` +
      `${passwordLength.max} characters: this one has ` +
      length,
    ...path,
  );
}

export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(saltBytes);
  const tag = await derive("argon2id", {
    message: normalised(password),
    nonce,
    parallelism,
    tagLength: tagBytes,
    memory: memoryKiB,
    passes,
  });
  const settings = `m=${memoryKiB},t=${passes},p=${parallelism}`;
  return `$argon2id$v=19$${settings}$${unpadded(nonce)}$${unpadded(tag)}`;
}

function parsePhc(
  stored: string,
): { parameters: Omit<Argon2Parameters, "message">; tag: Buffer } | null {
  const match =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored);
  if (!match) return null;
  const [, memory, time, lanes, salt = "", expected = ""] = match;
  const tag = Buffer.from(expected, "base64");
  return {
    parameters: {
      nonce: Buffer.from(salt, "base64"),
      parallelism: Number(lanes),
      tagLength: tag.length,
      memory: Number(memory),
      passes: Number(time),
    },
    tag,
  };
}

let unknownHash: Promise<string> | null = null;

/**
 * `stored` null = no such person: the same work is done for nothing, so that the time tells
 * nothing.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  unknownHash ??= hashPassword(randomBytes(saltBytes).toString("hex"));
  const phc = parsePhc(stored ?? (await unknownHash));
  if (phc === null) throw new Error("verifyPassword: the stored hash is not argon2id in PHC form");
  // Longer than any password that could be stored: hash its cut, which can never match.
  const message = normalised(password.slice(0, passwordLength.max * 4));
  const tag = await derive("argon2id", { ...phc.parameters, message });
  return timingSafeEqual(tag, phc.tag) && stored !== null;
}
