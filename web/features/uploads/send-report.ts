/** Sends a report's file: it is read and kept, and nothing of it is booked. */
export type SentReport = { ok: true; id: string } | { ok: false; message: string | null };

/** As the server takes it: a longer one is not sent to its end, so it could not say why. */
export const maxReportBytes = 32 * 1024 * 1024;

export async function sendReport(file: File, programId: string): Promise<SentReport> {
  // A file is as old as its last change: what Amazon told since is newer.
  const madeAt = Math.min(file.lastModified, Date.now());
  const query = new URLSearchParams({
    programId,
    name: file.name,
    downloadedAt: new Date(madeAt).toISOString(),
  });
  try {
    const response = await fetch(`/files/report?${query.toString()}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: file,
    });
    const answer = (await response.json()) as { id?: string; errors?: { message: string }[] };
    return answer.id === undefined
      ? { ok: false, message: answer.errors?.[0]?.message ?? null }
      : { ok: true, id: answer.id };
  } catch {
    return { ok: false, message: null };
  }
}
