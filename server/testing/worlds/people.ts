/**
 * People and accounts on a real database with a clock that the test moves. Steps read as what
 * people do.
 */
import { MikroORM } from "@mikro-orm/postgresql";
import pg from "pg";
import { acceptInvitation } from "../../partnership/accounts/acceptance.ts";
import { CreateApiKeyOk } from "../../partnership/accounts/api-key.types.ts";
import { createApiKey } from "../../partnership/accounts/api-keys.ts";
import { invitePartner } from "../../partnership/accounts/invitations.ts";
import { createOperator } from "../../partnership/accounts/operators.ts";
import { signUp } from "../../partnership/accounts/sign-in.ts";
import { rightsOfMember, type AccountKind } from "../../platform/auth/rights.ts";
import { isInvalid, viewerOf, type Presented } from "../../platform/auth/viewer-of.ts";
import { anonymous, type Viewer } from "../../platform/auth/viewer.ts";
import { uuidv7 } from "../../platform/clock.ts";
import { createContext, type Context, type Deps } from "../../platform/context.ts";
import type { Edition } from "../../domain/entitlement.ts";
import { entities } from "../../start/entities.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { ormConfig } from "../../platform/db/orm.config.ts";
import { createTestDatabase } from "./database.ts";

export const password = "correct horse battery";

export interface Account {
  accountId: string;
  email: string;
  token: string;
}

/** A context whose answer's session cookie can be read. */
export type Request = Context & {
  answeredToken: () => string | null | undefined;
  answeredDevice: () => string | undefined;
};

export interface People {
  deps: Deps;
  /** Milliseconds since 1970; assign to move the clock. */
  clock: { now: number };
  url: string;
  request(viewer?: Viewer, address?: string, device?: string | null): Request;
  as(presented: Partial<Presented>): Promise<Request>;
  signedIn(person: { token: string }): Promise<Request>;
  signUp(kind: AccountKind, name: string, edition?: Edition): Promise<Account>;
  operator(): Promise<Request>;
  partnerOf(brand: Account, name: string): Promise<Account>;
  key(owner: Account, scopes: string[]): Promise<{ id: string; secret: string }>;
  /** Token of the last link mailed to this address. */
  mailedToken(email: string): Promise<string>;
  /** Statements as the owner of the tables, past every policy. */
  sql<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

/** The expected member of a mutation's result union; fails with the refusal's own words. */
export function expectOk<T extends object, C extends T>(
  result: T,
  type: abstract new (...args: never[]) => C,
): C {
  if (result instanceof type) return result;
  throw new Error(`expected ${type.name}, got ${JSON.stringify(result)}`);
}

export async function createPeople(source: Record<string, string> = {}): Promise<People> {
  const database = await createTestDatabase();
  const clock = { now: Date.parse("2026-11-02T09:00:00Z") };
  const deps: Deps = {
    env: readEnv({ NODE_ENV: "test", ...source }),
    orm: await MikroORM.init(ormConfig(database.url, "api", entities)),
    clock: () => clock.now,
    newId: (at) => uuidv7(at ?? clock.now),
    log: createLog("silent", "test"),
    ticks: null,
  };
  const owner = new pg.Pool({ connectionString: database.url, max: 2 });
  owner.on("error", () => {});
  const close = async (): Promise<void> => {
    await deps.orm.close(true);
    await owner.end();
    await database.drop();
  };
  return new PeopleOnDatabase({ deps, clock, url: database.url, owner, close });
}

interface PeopleBase {
  deps: Deps;
  clock: { now: number };
  url: string;
  owner: pg.Pool;
  close: () => Promise<void>;
}

class PeopleOnDatabase implements People {
  readonly deps: Deps;
  readonly clock: { now: number };
  readonly url: string;
  readonly close: () => Promise<void>;
  readonly #owner: pg.Pool;
  #addresses = 0;

  constructor(ground: PeopleBase) {
    this.deps = ground.deps;
    this.clock = ground.clock;
    this.url = ground.url;
    this.close = ground.close;
    this.#owner = ground.owner;
  }

  // Every request comes from another address, unless the test names one: else the limits of
  // attempts would meet.
  request(
    viewer: Viewer = anonymous,
    address = `10.0.${Math.floor(this.#addresses / 250)}.${this.#addresses++ % 250}`,
    device: string | null = null,
  ): Request {
    let answered: string | null | undefined;
    let known: string | undefined;
    const ctx = createContext(this.deps, {
      viewer,
      requestId: "test",
      client: { address, userAgent: "Test browser", device },
      setSessionToken: (token) => (answered = token),
      setDeviceToken: (token) => (known = token),
    });
    return { ...ctx, answeredToken: () => answered, answeredDevice: () => known };
  }

  async as(presented: Partial<Presented>): Promise<Request> {
    const viewer = await viewerOf(this.deps, {
      sessionToken: null,
      authorization: null,
      ...presented,
    });
    if (isInvalid(viewer)) throw new Error(`refused: ${viewer.invalid}`);
    return this.request(viewer);
  }

  signedIn(person: { token: string }): Promise<Request> {
    return this.as({ sessionToken: person.token });
  }

  async signUp(kind: AccountKind, name: string, edition?: Edition): Promise<Account> {
    const ctx = this.request();
    const input = {
      kind,
      accountName: name,
      name: `Owner of ${name}`,
      email: addressOf(name),
      password,
      timeZone: "Europe/Berlin",
      currency: "USD",
    };
    return accountOf(await signUp(ctx, edition ? { ...input, edition } : input), input.email, ctx);
  }

  async operator(): Promise<Request> {
    const orm = await MikroORM.init(ormConfig(this.url, "owner", entities));
    try {
      const made = await createOperator(
        { ...this.deps, orm },
        { name: "Op", email: "operator@example.com", password },
      );
      const account = { id: made.accountId, kind: "PLATFORM", role: "OPERATOR" } as const;
      return this.request({
        kind: "PERSON",
        userId: made.userId,
        sessionId: uuidv7(),
        isConfirmed: true,
        account,
        rights: rightsOfMember("PLATFORM", "OPERATOR"),
      });
    } finally {
      await orm.close(true);
    }
  }

  async partnerOf(brand: Account, name: string): Promise<Account> {
    const email = addressOf(name);
    await invitePartner(await this.signedIn(brand), email);
    const ctx = this.request();
    const token = await this.mailedToken(email);
    const result = await acceptInvitation(ctx, {
      token,
      name: `Owner of ${name}`,
      password,
      accountName: name,
      timeZone: "America/New_York",
      currency: "USD",
    });
    return accountOf(result, email, ctx);
  }

  async key(owner: Account, scopes: string[]): Promise<{ id: string; secret: string }> {
    const made = expectOk(
      await createApiKey(await this.signedIn(owner), {
        name: "Test key",
        scopes,
        expiresInDays: 90,
      }),
      CreateApiKeyOk,
    );
    return { id: made.apiKey.id, secret: made.secret };
  }

  async mailedToken(email: string): Promise<string> {
    const [row] = await this.sql<{ body: string }>(
      "select body from mail where recipient = $1 order by created_at desc, id desc limit 1",
      [email.toLowerCase()],
    );
    const token = /token=([\w-]+)/.exec(row?.body ?? "")?.[1];
    if (token === undefined) throw new Error(`no mail with a link for ${email}`);
    return token;
  }

  async sql<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]> {
    return (await this.#owner.query<T>(text, values)).rows;
  }
}

const addressOf = (name: string): string =>
  `${name.toLowerCase().replaceAll(/\W/g, "")}@example.com`;

function accountOf(result: object, email: string, ctx: Request): Account {
  const token = ctx.answeredToken();
  if (!("viewer" in result) || !token) throw new Error(`not let in: ${JSON.stringify(result)}`);
  const accountId = (result.viewer as { account: { id: string } | null }).account?.id ?? "";
  return { accountId, email, token };
}
