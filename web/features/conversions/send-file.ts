/** Sends a file of orders: it is kept and read, and nothing of it is booked. */
export type SentFile = { ok: true; id: string } | { ok: false; message: string | null };

interface Answer {
  submission?: { id: string };
  errors?: { message: string }[];
}
export async function sendFile(file: File, programId: string): Promise<SentFile> {
  const query = new URLSearchParams({ programId, name: file.name });
  try {
    const response = await fetch(`/conversions/files?${query.toString()}`, {
      method: "POST",
      headers: { "content-type": "text/csv" },
      body: file,
    });
    const answer = (await response.json()) as Answer;
    return answer.submission === undefined
      ? { ok: false, message: answer.errors?.[0]?.message ?? null }
      : { ok: true, id: answer.submission.id };
  } catch {
    return { ok: false, message: null };
  }
}
