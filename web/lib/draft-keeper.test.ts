import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DraftKeeper, type KeptState, type SavedDraft } from "./draft-keeper.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const changed = { code: "DRAFT_CHANGED", message: "Ana saved", path: [] };
const away = { code: "UNAUTHENTICATED", message: "Your session has ended.", path: [] };
const cut = { code: "UNREACHABLE", message: "Not sent", path: [] };

/** A draft on a server, which others save, too. */
function shelf() {
  const server = {
    rows: new Map<string, { number: number; value: string }>(),
    cut: false,
    away: false,
    /** The next save is done, and its answer lost. */
    loses: false,
    saves: 0,
  };
  const answered = new Map<string, SavedDraft>();
  const keeper = new DraftKeeper<string>(null);
  keeper.saveBy({
    save: async (value: string, over: KeptState | null) => {
      await Promise.resolve();
      server.saves++;
      if (server.cut) return { ok: false as const, refusal: cut };
      if (server.away) return { ok: false as const, refusal: away };
      // The same again is answered as it was the first time.
      const same = JSON.stringify([value, over]);
      const before = answered.get(same);
      if (before) return before;
      const id = over?.id ?? `d${server.rows.size + 1}`;
      const number = server.rows.get(id)?.number ?? 0;
      if (over && over.number !== number) return { ok: false as const, refusal: changed };
      server.rows.set(id, { number: number + 1, value });
      const kept = { id, number: number + 1, at: "2026-11-30T10:00:00Z" };
      answered.set(same, { ok: true, kept });
      if (!server.loses) return { ok: true as const, kept };
      server.loses = false;
      return { ok: false as const, refusal: cut };
    },
    newest: async (id) => {
      const row = server.rows.get(id);
      return row ? { number: row.number, byName: "Ana", at: "2026-11-30T10:00:00Z" } : null;
    },
  });
  return { server, keeper, rest: () => vi.advanceTimersByTimeAsync(1_000) };
}

test("[found 91] many words in one pause are one save, and the last ones win", async () => {
  const { server, keeper, rest } = shelf();
  for (const value of ["a", "ab", "abc"]) keeper.keep(value);
  expect(keeper.isUnkept).toBe(true);
  await rest();
  expect([...server.rows.values()]).toEqual([{ number: 1, value: "abc" }]);
  const saving = keeper.keepNow("abcd");
  keeper.keep("abcde");
  await saving;
  expect(server.rows.get("d1")).toEqual({ number: 3, value: "abcde" });
  expect([keeper.isUnkept, keeper.state.kept?.number, server.saves]).toEqual([false, 3, 3]);
});

test("[found 91] what another saved is not written over before the writer says so", async () => {
  const { server, keeper, rest } = shelf();
  await keeper.keepNow("mine");
  server.rows.set("d1", { number: 7, value: "theirs" });
  keeper.keep("mine, longer");
  await rest();
  expect(keeper.state).toMatchObject({ refusal: changed, others: { number: 7, byName: "Ana" } });
  keeper.keep("mine, longest");
  await rest();
  expect(server.rows.get("d1")?.value).toBe("theirs");
  expect(keeper.isUnkept).toBe(true);
  keeper.saveApart();
  await rest();
  expect(server.rows.get("d2")?.value).toBe("mine, longest");
  server.rows.set("d2", { number: 9, value: "theirs" });
  expect(await keeper.keepNow("mine")).toBeNull();
  keeper.saveOnTop();
  await rest();
  expect([server.rows.get("d2"), keeper.state.refusal]).toEqual([
    { number: 10, value: "mine" },
    null,
  ]);
});

test("[found 91] what could not be sent stays, and goes out once it can", async () => {
  const { server, keeper, rest } = shelf();
  server.cut = true;
  keeper.keep("typed");
  await rest();
  expect([keeper.state.refusal?.code, keeper.isUnkept]).toEqual(["UNREACHABLE", true]);
  server.cut = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect([server.rows.get("d1")?.value, keeper.state.refusal]).toEqual(["typed", null]);
});

test("[found 91] a save whose answer was lost is no save of somebody else", async () => {
  const { server, keeper, rest } = shelf();
  server.loses = true;
  keeper.keep("a");
  await rest();
  expect(keeper.state).toMatchObject({ refusal: cut, kept: null });
  keeper.keep("ab");
  await rest();
  expect([...server.rows]).toEqual([["d1", { number: 2, value: "ab" }]]);
  server.loses = true;
  keeper.keep("abc");
  await rest();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(keeper.state).toMatchObject({ refusal: null, others: null, kept: { number: 3 } });
  expect([...server.rows]).toEqual([["d1", { number: 3, value: "abc" }]]);
});

test(
  "[found 91] what is typed after the session ended waits for it, is sent once it is back, and " +
    "not over what somebody else saved meanwhile",
  async () => {
    const { server, keeper, rest } = shelf();
    await keeper.keepNow("a");
    server.away = true;
    keeper.keep("ab");
    await rest();
    expect(keeper.state).toMatchObject({ refusal: away, isKeeping: true });
    const asked = server.saves;
    keeper.keep("abc");
    await vi.advanceTimersByTimeAsync(60_000);
    keeper.flushUnasked();
    expect(server.saves, "each would ask for the password again").toBe(asked);
    server.away = false;
    keeper.sessionIsBack();
    await rest();
    expect([server.rows.get("d1"), keeper.isUnkept]).toEqual([{ number: 2, value: "abc" }, false]);
    server.away = true;
    keeper.keep("abcd");
    await rest();
    server.rows.set("d1", { number: 3, value: "theirs" });
    server.away = false;
    keeper.sessionIsBack();
    await rest();
    expect(keeper.state).toMatchObject({ refusal: changed, others: { number: 3 } });
    expect(server.rows.get("d1")?.value).toBe("theirs");
  },
);

test("what became something else is kept no more", async () => {
  const { server, keeper, rest } = shelf();
  await keeper.keepNow("a");
  keeper.keep("b");
  expect(await keeper.stop()).toMatchObject({ id: "d1", number: 1 });
  keeper.keep("c");
  await rest();
  expect(server.saves).toBe(1);
  keeper.beginAnew();
  keeper.keep("d");
  await rest();
  expect(server.rows.get("d2")?.value).toBe("d");
});
