/**
 * Where a made-up world is played: the real use cases, a clock that the story moves, and the people
 * who act.
 */
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import type pg from "pg";
import { acceptInvitation } from "../../partnership/accounts/acceptance.ts";
import { AcceptInvitationOk, InviteOk } from "../../partnership/accounts/invitation.types.ts";
import { invitePartner, inviteUser } from "../../partnership/accounts/invitations.ts";
import { createOperator } from "../../partnership/accounts/operators.ts";
import { SignInOk, SignUpOk, type SignUpInput } from "../../partnership/accounts/sign-in.types.ts";
import { signIn, signUp } from "../../partnership/accounts/sign-in.ts";
import type { ViewerView } from "../../partnership/accounts/viewer.types.ts";
import { rightsOfMember, type Role } from "../../platform/auth/rights.ts";
import { isInvalid, viewerOf } from "../../platform/auth/viewer-of.ts";
import { anonymous, type Viewer } from "../../platform/auth/viewer.ts";
import { uuidv7 } from "../../platform/clock.ts";
import { createContext, type Context, type Deps } from "../../platform/context.ts";
import { createPool } from "../../platform/db/connection.ts";
import type { Instant } from "../../domain/calendar.ts";
import { entities } from "../entities.ts";
import type { Env } from "../../platform/env.ts";
import type { Log } from "../../platform/log.ts";
import { emFor } from "../../platform/auth/tenant.ts";
import { ormConfig } from "../../platform/db/orm.config.ts";

/** A person in one account, able to act there whatever the clock shows. */
export interface Actor {
  email: string;
  accountId: string;
  viewer: Viewer;
}
/** Assign to move the clock of everything on the stage. */
interface StageTime {
  now: Instant;
}
interface StageOptions {
  env: Env;
  ownerUrl: string;
  log: Log;
  startsAt: Instant;
  /** Of every person. */
  password: string;
}

/** The expected member of a use case's result; throws with the refusal's own words. */
export function expectOk<T>(result: object, type: abstract new (...args: never[]) => T): T {
  if (result instanceof type) return result;
  throw new Error(
    `The seeded world expected ${type.name}, but the use case answered ${JSON.stringify(result)}`,
  );
}

export class Stage {
  readonly time: StageTime;
  readonly deps: Deps;
  readonly owner: pg.Pool;
  readonly worker: pg.Pool;
  readonly ownerUrl: string;
  readonly #workerOrm: MikroORM;
  readonly #password: string;
  #steps = 0;

  private constructor(options: StageOptions, orm: MikroORM, workerOrm: MikroORM) {
    this.#workerOrm = workerOrm;
    const { env, log, ownerUrl, startsAt } = options;
    this.time = { now: startsAt };
    this.ownerUrl = ownerUrl;
    this.#password = options.password;
    this.deps = {
      env,
      orm,
      log,
      clock: () => this.time.now,
      newId: (at) => uuidv7(at ?? this.time.now),
      ticks: null,
    };
    this.owner = createPool(ownerUrl, "owner", 3);
    this.worker = createPool(ownerUrl, "worker", 6);
  }

  static async open(options: StageOptions): Promise<Stage> {
    const open = (role: "api" | "worker") =>
      MikroORM.init(ormConfig(options.ownerUrl, role, entities));
    return new Stage(options, await open("api"), await open("worker"));
  }

  /** As the worker's jobs have it. */
  workerEm(): EntityManager {
    return emFor(this.#workerOrm, { kind: "EVERYBODY" });
  }

  async close(): Promise<void> {
    await this.deps.orm.close(true);
    await this.#workerOrm.close(true);
    await Promise.all([this.owner.end(), this.worker.end()]);
  }

  #request(viewer: Viewer): { ctx: Context; token: () => string | null } {
    let token: string | null = null;
    // Every step comes from another address, so that the limits of attempts do not add up.
    const client = { address: `198.51.100.${this.#steps++ % 250}`, userAgent: "Demo world" };
    const ctx = createContext(this.deps, {
      viewer,
      requestId: "seed",
      client,
      setSessionToken: (given) => (token = given),
    });
    return { ctx, token: () => token };
  }

  /** A new context, as of one request. */
  as(actor: Actor): Context {
    return this.#request(actor.viewer).ctx;
  }

  /** Retry key of the next mutation: a world is made once, so a fresh one each time. */
  key(): string {
    return `seed-${this.#steps++}`;
  }

  #actor(view: ViewerView): Actor {
    const { user, account, role } = view;
    if (!user || !account || !role)
      throw new Error("The seeded world expected a person in an account");
    const { id, kind } = account;
    return {
      email: user.email,
      accountId: id,
      viewer: {
        kind: "PERSON",
        userId: user.id,
        sessionId: this.deps.newId(),
        isConfirmed: true,
        account: { id, kind, role },
        rights: rightsOfMember(kind, role),
      },
    };
  }

  async operator(person: { name: string; email: string }): Promise<Actor> {
    const orm = await MikroORM.init(ormConfig(this.ownerUrl, "owner", entities));
    try {
      const { accountId: id, userId } = await createOperator(
        { ...this.deps, orm },
        { ...person, password: this.#password },
      );
      const account = { id, kind: "PLATFORM", role: "OPERATOR" } as const;
      return {
        email: person.email,
        accountId: id,
        viewer: {
          kind: "PERSON",
          userId,
          sessionId: this.deps.newId(),
          isConfirmed: true,
          account,
          rights: rightsOfMember("PLATFORM", "OPERATOR"),
        },
      };
    } finally {
      await orm.close(true);
    }
  }

  async signUp(input: Omit<SignUpInput, "password">): Promise<Actor> {
    const { ctx } = this.#request(anonymous);
    return this.#actor(
      expectOk(await signUp(ctx, { ...input, password: this.#password }), SignUpOk).viewer,
    );
  }

  async colleague(
    admin: Actor,
    person: { name: string; email: string; role: Role },
  ): Promise<Actor> {
    expectOk(await inviteUser(this.as(admin), person.email, person.role), InviteOk);
    const token = await this.#mailedToken(person.email);
    const result = await acceptInvitation(this.#request(anonymous).ctx, {
      token,
      name: person.name,
      password: this.#password,
    });
    return this.#actor(expectOk(result, AcceptInvitationOk).viewer);
  }

  async partner(
    brand: Actor,
    person: {
      name: string;
      email: string;
      accountName: string;
      timeZone: string;
      currency: string;
    },
  ): Promise<Actor> {
    expectOk(await invitePartner(this.as(brand), person.email), InviteOk);
    const { email, ...facts } = person;
    const token = await this.#mailedToken(email);
    const result = await acceptInvitation(this.#request(anonymous).ctx, {
      token,
      password: this.#password,
      ...facts,
    });
    return this.#actor(expectOk(result, AcceptInvitationOk).viewer);
  }

  /** A partner that is here already begins to work with one more brand. */
  async partnerToo(brand: Actor, partner: Actor): Promise<void> {
    expectOk(await invitePartner(this.as(brand), partner.email), InviteOk);
    const token = await this.#mailedToken(partner.email);
    const entrance = this.#request(anonymous);
    expectOk(await signIn(entrance.ctx, partner.email, this.#password), SignInOk);
    const viewer = await viewerOf(this.deps, {
      sessionToken: entrance.token(),
      authorization: null,
    });
    if (isInvalid(viewer)) throw new Error("The seeded world expected a session");
    expectOk(
      await acceptInvitation(this.#request(viewer).ctx, { token, accountId: partner.accountId }),
      AcceptInvitationOk,
    );
  }

  async #mailedToken(email: string): Promise<string> {
    const { rows } = await this.owner.query<{ body: string }>(
      "select body from mail where recipient = $1 order by created_at desc, id desc limit 1",
      [email],
    );
    const token = /token=([\w-]+)/.exec(rows[0]?.body ?? "")?.[1];
    if (token === undefined)
      throw new Error(`The seeded world expected an invitation's mail for ${email}`);
    return token;
  }
}
