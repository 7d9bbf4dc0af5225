/**
 * A small service of attribution reports that answers as it is told, failures among it, over real
 * HTTP.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface ServiceAnswer {
  /** 0 = the connection is cut without an answer. */
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}
export interface ServiceRequest {
  path: string;
  body: Record<string, unknown>;
  headers: IncomingMessage["headers"];
}
export interface ReportService {
  url: string;
  /** Everything that was asked, in order. */
  asked: ServiceRequest[];
  close: () => Promise<void>;
}

const bodyOf = (text: string): Record<string, unknown> =>
  text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : { text };

/** `answer` gets each request; what it cannot answer is a 500. */
export async function startReportService(
  answer: (request: ServiceRequest) => ServiceAnswer | undefined,
): Promise<ReportService> {
  const asked: ServiceRequest[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const one = { path: request.url ?? "", body: bodyOf(text), headers: request.headers };
      asked.push(one);
      const { status, body, headers } = answer(one) ?? {
        status: 500,
        body: { code: "500", details: "no more" },
      };
      if (status === 0) return void request.socket.destroy();
      response.writeHead(status, { connection: "close", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    asked,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** One page of a report. */
export const reportPage = (cursorId: unknown, ...reports: unknown[]): ServiceAnswer => ({
  status: 200,
  body: { reports, size: reports.length, cursorId },
});
