import { expect, test } from "vitest";
import { putSessionAside, sessionIsBack, withSession } from "./session-end.ts";

/** Answers 401 until somebody is signed in. */
function door() {
  const seen = { isIn: false, asked: 0 };
  const ask = async () => {
    seen.asked++;
    return new Response(null, { status: seen.isIn ? 200 : 401 });
  };
  return { seen, ask };
}

test("[found 91] what the session's end refused is asked again once it is back", async () => {
  const { seen, ask } = door();
  const [one, other] = [withSession(ask), withSession(ask)];
  await expect.poll(() => seen.asked).toBe(2);
  seen.isIn = true;
  sessionIsBack();
  expect([(await one).status, (await other).status, seen.asked]).toEqual([200, 200, 4]);
  expect((await withSession(ask)).status).toBe(200);
});

test("where the sign-in is put aside, it stays refused", async () => {
  const { seen, ask } = door();
  const asked = withSession(ask);
  await expect.poll(() => seen.asked).toBe(1);
  putSessionAside();
  expect([(await asked).status, seen.asked]).toEqual([401, 1]);
});
