/**
 * A stranger's reader of graphql-sse in distinct connections mode: one subscription, one response.
 */
import type { Credentials } from "./client.ts";

export interface StreamEvent {
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions: { code: string } }[];
}
export interface Stream {
  status: number;
  headers: Headers;
  /** The answer, where the request was refused before anything streamed. */
  refused: StreamEvent | null;
  /** The next event; null when the stream has completed. */
  next(): Promise<StreamEvent | null>;
  close(): void;
}

const eventOf = (block: string): { name: string; data: string } => {
  const field = (name: string) =>
    block
      .split("\n")
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? "";
  return { name: field("event"), data: field("data") };
};

export async function openStream(
  url: string,
  query: string,
  credentials: Omit<Credentials, "cookie"> & { cookie?: string | null } = {},
): Promise<Stream> {
  const closing = new AbortController();
  const response = await fetch(`${url}/graphql/stream`, {
    method: "POST",
    signal: closing.signal,
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream",
      ...(credentials.key ? { authorization: `Bearer ${credentials.key}` } : {}),
      ...(credentials.cookie ? { cookie: credentials.cookie } : {}),
    },
    body: JSON.stringify({ query }),
  });
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
  const refused = isStream ? null : ((await response.json()) as StreamEvent);
  const reader =
    response.body && isStream
      ? response.body.pipeThrough(new TextDecoderStream()).getReader()
      : null;
  let text = "";
  return {
    status: response.status,
    headers: response.headers,
    refused,
    async next() {
      for (;;) {
        const end = text.indexOf("\n\n");
        if (end >= 0) {
          const { name, data } = eventOf(text.slice(0, end));
          text = text.slice(end + 2);
          if (name === "complete") return null;
          if (name === "next") return JSON.parse(data) as StreamEvent;
          continue;
        }
        const chunk = await reader?.read();
        if (!chunk || chunk.done) return null;
        text += chunk.value;
      }
    },
    close: () => closing.abort(),
  };
}
