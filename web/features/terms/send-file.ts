/** Sends a PDF to the server; the answer's id is what terms name. */
export type FileSent = { ok: true; id: string } | { ok: false; message: string | null };

export async function sendFile(file: File): Promise<FileSent> {
  try {
    const response = await fetch(`/files?name=${encodeURIComponent(file.name.slice(-200))}`, {
      method: "POST",
      headers: { "content-type": file.type || "application/pdf" },
      body: file,
    });
    const answer = (await response.json()) as { id?: string; errors?: { message: string }[] };
    return answer.id
      ? { ok: true, id: answer.id }
      : { ok: false, message: answer.errors?.[0]?.message ?? null };
  } catch {
    return { ok: false, message: null };
  }
}
