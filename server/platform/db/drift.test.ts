import { MikroORM, type EntityProperty } from "@mikro-orm/postgresql";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entities } from "../../start/entities.ts";
import { ormConfig } from "./orm.config.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/worlds/database.ts";

interface Column {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
}

let database: TestDatabase;
let orm: MikroORM;
let columns: Column[];
beforeAll(async () => {
  database = await createTestDatabase();
  orm = await MikroORM.init(ormConfig(database.url, "api", entities));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<Column>(
    `select
        table_name as "table",
        column_name as "column",
        is_nullable = 'YES' as nullable,
        case
          when data_type = 'ARRAY' then ltrim(udt_name, '_') || '[]'
          else data_type || coalesce(
            '(' || case when data_type like 'timestamp%' then datetime_precision end || ')', ''
          )
        end as type
      from information_schema.columns
      where table_schema = 'public'`,
  );
  columns = rows;
  await client.end();
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

/** PostgreSQL's two spellings of one type become one. */
const plainType = (type: string): string =>
  type
    .toLowerCase()
    .replace(/^timestamptz(\(\d\))?$/, "timestamp with time zone$1")
    .replace(/^int$/, "integer")
    .replace(/^(varchar|character varying).*$/, "text");

const described = (table: string, property: EntityProperty): Column[] =>
  property.fieldNames.map((column, i) => ({
    table,
    column,
    type: plainType(property.columnTypes[i] ?? "?"),
    nullable: property.nullable === true,
  }));

test.each(entities.map((entity) => entity.name))(
  "entity %s names the table's columns, types and nulls exactly",
  (name) => {
    const meta = orm.getMetadata().getByClassName(name);
    // Of a view's columns the database does not say whether they may be null.
    const isView = meta.view !== undefined && meta.view !== false;
    const byColumn = (a: Column, b: Column) => (a.column < b.column ? -1 : 1);
    const expected = columns.filter((column) => column.table === meta.tableName).sort(byColumn);
    expect(expected).not.toEqual([]);
    expect(
      Object.values(meta.properties)
        .filter((property) => property.persist !== false)
        .flatMap((property) => described(meta.tableName, property))
        .map((column) => (isView ? { ...column, nullable: true } : column))
        .sort(byColumn),
    ).toEqual(expected);
  },
);
