/**
 * Secrets of others at rest: AES-256-GCM under the installation's one key. A sealed text names
 * whose it is, so that it opens in its own row alone.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
  type CipherGCM,
} from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { secretsKeyMin, WrongVariable, type Env } from "./env.ts";

const version = "v1";
const nonceBytes = 12;
const tagBytes = 16;
const fileName = "secrets.key";

/** The text was sealed under another key, for another row, or was changed. */
export class SecretUnreadable extends Error {
  constructor() {
    super(
      "A stored secret cannot be opened: it was sealed under another key. Start with the " +
        "SECRETS_KEY or the key file of that time, or connect anew.",
    );
  }
}

export interface Secrets {
  /** `owner` is the row that it is for, e.g. its id. */
  seal(text: string, owner: string): string;
  /** Throws SecretUnreadable. */
  open(sealed: string, owner: string): string;
}

/** Gets its name once it is whole: nobody reads half a key, and of two the first one's counts. */
function makeKeyFile(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true });
  const draft = `${file}.${randomBytes(8).toString("hex")}`;
  writeFileSync(draft, randomBytes(32).toString("base64"), { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
}
function keyFromFile(dataDir: string): string {
  const file = join(dataDir, fileName);
  if (!existsSync(file)) makeKeyFile(dataDir, file);
  return readFileSync(file, "utf8").trim();
}

/** Reads the key, or makes its file; the key itself never leaves this. */
export function openSecrets({
  SECRETS_KEY,
  DATA_DIR,
}: Pick<Env, "SECRETS_KEY" | "DATA_DIR">): Secrets {
  const text = SECRETS_KEY ?? keyFromFile(DATA_DIR);
  if (text.length < secretsKeyMin)
    throw new WrongVariable(
      `The key of stored secrets is shorter than ${secretsKeyMin} characters: set SECRETS_KEY to ` +
        `a longer one, or remove the file ${fileName} beside the data if nothing is connected yet.`,
    );
  const key = createHash("sha256").update(text).digest();
  return {
    seal(plain, owner) {
      const nonce = randomBytes(nonceBytes);
      const cipher: CipherGCM = createCipheriv("aes-256-gcm", key, nonce);
      cipher.setAAD(Buffer.from(owner));
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      const bytes = Buffer.concat([nonce, body, cipher.getAuthTag()]);
      return `${version}.${bytes.toString("base64url")}`;
    },
    open(sealed, owner) {
      const [form, body = ""] = sealed.split(".");
      const bytes = Buffer.from(body, "base64url");
      if (form !== version || bytes.length < nonceBytes + tagBytes) throw new SecretUnreadable();
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes));
        decipher.setAAD(Buffer.from(owner));
        decipher.setAuthTag(bytes.subarray(-tagBytes));
        return Buffer.concat([
          decipher.update(bytes.subarray(nonceBytes, -tagBytes)),
          decipher.final(),
        ]).toString("utf8");
      } catch {
        throw new SecretUnreadable();
      }
    },
  };
}
