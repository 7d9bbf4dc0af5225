/** Sends a file, as it is, to one of the addresses that take files. */
import { withSession } from "./session-end.ts";

export type FileSent<A> = { ok: true; answer: A } | { ok: false; message: string | null };

/** `message` null: it did not come through. */
export async function sendFile<A extends object>(
  file: File,
  address: string,
  query: Record<string, string>,
  type = "application/octet-stream",
): Promise<FileSent<A>> {
  try {
    const to = `${address}?${new URLSearchParams(query).toString()}`;
    const response = await withSession(() =>
      fetch(to, { method: "POST", headers: { "content-type": type }, body: file }),
    );
    const answer = (await response.json()) as A & { errors?: { message: string }[] };
    return response.ok
      ? { ok: true, answer }
      : { ok: false, message: answer.errors?.[0]?.message ?? null };
  } catch {
    return { ok: false, message: null };
  }
}
