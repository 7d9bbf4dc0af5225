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
import { letSilentConnectionsGo } from "./silence.ts";
import {
  cancelAsLogin,
  connectionTimeoutMillis,
  letBrokenConnectionsGo,
  sessionOptions,
  silentMsOf,
  type DatabaseRole,
} from "./connection.ts";
import { Migration20261123000000 } from "./migrations/Migration20261123000000.ts";
import { Migration20261126000000 } from "./migrations/Migration20261126000000.ts";
import { Migration20261126100000 } from "./migrations/Migration20261126100000.ts";
import { Migration20261126200000 } from "./migrations/Migration20261126200000.ts";
import { Migration20261127100000 } from "./migrations/Migration20261127100000.ts";
import { Migration20261128000000 } from "./migrations/Migration20261128000000.ts";
import { Migration20261129100000 } from "./migrations/Migration20261129100000.ts";
import { Migration20261129300000 } from "./migrations/Migration20261129300000.ts";
import { Migration20261129310000 } from "./migrations/Migration20261129310000.ts";
import { Migration20261129320000 } from "./migrations/Migration20261129320000.ts";
import { Migration20261129330000 } from "./migrations/Migration20261129330000.ts";
import { Migration20261129340000 } from "./migrations/Migration20261129340000.ts";
import { Migration20261129400000 } from "./migrations/Migration20261129400000.ts";
import { Migration20261129500000 } from "./migrations/Migration20261129500000.ts";
import { Migration20261129510000 } from "./migrations/Migration20261129510000.ts";
import { Migration20261129520000 } from "./migrations/Migration20261129520000.ts";
import { Migration20261129530000 } from "./migrations/Migration20261129530000.ts";
import { Migration20261129600000 } from "./migrations/Migration20261129600000.ts";
import { Migration20261129700000 } from "./migrations/Migration20261129700000.ts";
import { Migration20261129800000 } from "./migrations/Migration20261129800000.ts";
import { Migration20261129810000 } from "./migrations/Migration20261129810000.ts";
import { Migration20261129820000 } from "./migrations/Migration20261129820000.ts";
import { Migration20261129821000 } from "./migrations/Migration20261129821000.ts";
import { Migration20261129822000 } from "./migrations/Migration20261129822000.ts";
import { Migration20261129830000 } from "./migrations/Migration20261129830000.ts";
import { Migration20261129831000 } from "./migrations/Migration20261129831000.ts";
import { Migration20261129832000 } from "./migrations/Migration20261129832000.ts";
import { Migration20261129833000 } from "./migrations/Migration20261129833000.ts";

const migrations = {
  Migration20261123000000,
  Migration20261126000000,
  Migration20261126100000,
  Migration20261126200000,
  Migration20261127100000,
  Migration20261128000000,
  Migration20261129100000,
  Migration20261129300000,
  Migration20261129310000,
  Migration20261129320000,
  Migration20261129330000,
  Migration20261129340000,
  Migration20261129400000,
  Migration20261129500000,
  Migration20261129510000,
  Migration20261129520000,
  Migration20261129530000,
  Migration20261129600000,
  Migration20261129700000,
  Migration20261129800000,
  Migration20261129810000,
  Migration20261129820000,
  Migration20261129821000,
  Migration20261129822000,
  Migration20261129830000,
  Migration20261129831000,
  Migration20261129832000,
  Migration20261129833000,
};

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

/** The owner's statements, migrations above all, take what they need. */
const driverOptions = (role: OrmRole) => ({
  onPoolCreated: (pool: pg.Pool) => {
    letBrokenConnectionsGo(pool);
    cancelAsLogin(pool);
    if (role !== "owner") letSilentConnectionsGo(pool, silentMsOf[role]);
  },
  ...(role === "owner" ? {} : { options: sessionOptions(role), connectionTimeoutMillis }),
});

export const ormConfig = (url: string, role: OrmRole, entities: Options["entities"]) =>
  defineConfig({
    driver: Driver,
    clientUrl: url,
    entities: entities ?? [],
    extensions: [Migrator],
    dataloader: DataloaderType.ALL,
    discovery: { warnWhenNoEntities: false },
    pool: { min: 0, max: 10 },
    driverOptions: driverOptions(role),
    migrations: {
      migrationsList: Object.entries(migrations).map(([name, type]) => ({ name, class: type })),
      snapshot: false,
      tableName: "migration",
      silent: true,
    },
    forceUtcTimezone: true,
  });
