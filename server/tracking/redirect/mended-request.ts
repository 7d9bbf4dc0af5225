/**
 * Requests that node's parser refuses for signs which no address should hold raw, and which people
 * send all the same: letters beyond ASCII in UTF-8 or Windows-1252, and spaces. The head is written
 * anew with these escaped and read by the server's own parser, on a connection that closes with its
 * answer: nothing that follows the head is ever taken for another request.
 */
import type { Server } from "node:http";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";

const requestLine = /^(GET|HEAD) (\/.*|https?:\/\/.*) (HTTP\/1\.[01])\r?\n/i;
const headEnd = /\r?\n\r?\n/;
/** As long as the server takes heads. */
export const headLengthMax = 32 * 1024;
const codes = new Set(["HPE_INVALID_URL", "HPE_INVALID_CONSTANT"]);
const strict = new TextDecoder("utf-8", { fatal: true });
const western = new TextDecoder("windows-1252");

function escaped(run: string): string {
  const bytes = Buffer.from(run, "latin1");
  let text: string;
  try {
    text = strict.decode(bytes);
  } catch {
    text = western.decode(bytes);
  }
  return encodeURIComponent(text);
}

/** The head of a request with its target escaped, one byte a character; null where it is none. */
export function mendedHead(bytes: string): string | null {
  const line = requestLine.exec(bytes);
  const end = headEnd.exec(bytes);
  if (!line || !end) return null;
  const [all, method = "", target = "", version = ""] = line;
  // oxlint-disable-next-line no-control-regex -- whatever is no sign of an address is escaped
  const mended = target.replaceAll(/[\x80-\xff]+|[\x00-\x20\x7f]+/g, escaped);
  const headers = bytes.slice(all.length, end.index + end[0].length);
  return `${method} ${mended} ${version}\r\nConnection: close\r\n${headers}`;
}

/** One request on a socket whose own parser has given up. */
class MendedConnection extends Duplex {
  readonly remoteAddress: string | undefined;
  readonly #socket: Socket;

  constructor(socket: Socket, head: string) {
    super();
    this.#socket = socket;
    this.remoteAddress = socket.remoteAddress;
    socket.once("close", () => this.destroy());
    this.push(Buffer.from(head, "latin1"));
  }

  override _read(): void {}
  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }
  override _final(done: () => void): void {
    this.#socket.destroySoon();
    done();
  }
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroySoon();
    done(error);
  }
  /** As sockets have it: http asks for both. */
  setTimeout(): this {
    return this;
  }
  destroySoon(): void {
    if (this.writableFinished) this.destroy();
    else this.end(() => this.destroy());
  }
}

/** What the parser refused of a socket so far, or "" once its request was handed on. */
const heads = new WeakMap<Duplex, string>();

/**
 * True where the refused request was handed on, or waits for the rest of its head: the socket's
 * error needs no answer then.
 */
export function mendRequest(
  server: Server,
  socket: Duplex,
  { code = "", rawPacket }: { code?: string | undefined; rawPacket?: Buffer },
): boolean {
  const before = heads.get(socket);
  if (before === "") return true;
  if (socket instanceof MendedConnection || !codes.has(code) || !rawPacket) return false;
  const bytes = (before ?? "") + rawPacket.toString("latin1");
  const waits = /^(?:GET|HEAD) /.test(bytes) && !headEnd.test(bytes);
  if (waits && bytes.length <= headLengthMax) {
    heads.set(socket, bytes);
    return true;
  }
  const head = mendedHead(bytes);
  if (head === null) return false;
  heads.set(socket, "");
  server.emit("connection", new MendedConnection(socket as Socket, head));
  return true;
}
