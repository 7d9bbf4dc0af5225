import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { packedColumn, unpackedColumn } from "./packed-columns.ts";
import { ParquetGroups } from "./parquet-groups.ts";

test("[D177] what is written is let go: a file of any length takes the same memory", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const columns = ["a", "b"].map((name) => ({ name, kind: "TEXT" as const }));
  const groups = new ParquetGroups(columns, null);
  const write = (count: number) => {
    for (let group = 0; group < count; group += 1) {
      const rows = Array.from({ length: 10_000 }, (_, row) =>
        Object.fromEntries(columns.map(({ name }) => [name, `${name}-${group}-${row}`.padEnd(30)])),
      );
      groups.take(columns.map(({ name }) => unpackedColumn(packedColumn(name, rows))));
    }
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = write(3);
  // A group has 0.6 MB of text.
  expect(write(15) - before).toBeLessThan(3_000_000);
  expect(groups.end().length).toBeGreaterThan(0);
});
