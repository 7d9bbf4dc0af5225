/** Sends a report's file: it is read and kept, and nothing of it is booked. */
import { sendFile, type FileSent } from "../../lib/send-file.ts";

/** As the server takes it: a longer one is not sent to its end, so it could not say why. */
export const maxReportBytes = 32 * 1024 * 1024;

export const sendReport = (file: File, programId: string): Promise<FileSent<object>> =>
  sendFile(file, "/files/report", {
    programId,
    name: file.name,
    // A file is as old as its last change: what Amazon told since is newer.
    downloadedAt: new Date(Math.min(file.lastModified, Date.now())).toISOString(),
  });
