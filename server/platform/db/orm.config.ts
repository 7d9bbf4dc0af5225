/** The ORM's settings: entities of all features, migrations, and the tables it must leave alone. */
import {
  defineConfig,
  DataloaderType,
  PostgreSqlDriver,
  type Configuration,
  type Options,
} from "@mikro-orm/postgresql";
import { Migrator } from "@mikro-orm/migrations";
import type pg from "pg";
import { pgArray } from "./array.ts";
import { migrations } from "./migrations.ts";
import { letSilentConnectionsGo } from "./silence.ts";
import {
  cancelAsLogin,
  connectionTimeoutMillis,
  letBrokenConnectionsGo,
  sessionOptions,
  silentMsOf,
  type DatabaseRole,
} from "./connection.ts";

export type OrmRole = DatabaseRole | "owner";

/**
 * The ORM writes arrays without quotes where it sees no need, and then the text "null" is no text
 * [found 113].
 */
class Driver extends PostgreSqlDriver {
  constructor(config: Configuration) {
    super(config);
    this.getPlatform().marshallArray = pgArray;
  }
}

/**
 * The owner's statements, migrations above all, take what they need. `silentMs`: how long the
 * server may take to answer a statement.
 */
const driverOptions = (role: OrmRole, silentMs?: number) => ({
  onPoolCreated: (pool: pg.Pool) => {
    letBrokenConnectionsGo(pool);
    cancelAsLogin(pool);
    if (role !== "owner") letSilentConnectionsGo(pool, silentMs ?? silentMsOf[role]);
  },
  ...(role === "owner" ? {} : { options: sessionOptions(role), connectionTimeoutMillis }),
});

export const ormConfig = (
  url: string,
  role: OrmRole,
  entities: Options["entities"],
  silentMs?: number,
) =>
  defineConfig({
    driver: Driver,
    clientUrl: url,
    entities: entities ?? [],
    extensions: [Migrator],
    dataloader: DataloaderType.ALL,
    discovery: { warnWhenNoEntities: false },
    pool: { min: 0, max: 10 },
    driverOptions: driverOptions(role, silentMs),
    migrations: {
      migrationsList: migrations(),
      snapshot: false,
      tableName: "migration",
      silent: true,
    },
    forceUtcTimezone: true,
  });
