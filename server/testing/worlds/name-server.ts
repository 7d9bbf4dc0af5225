/** A name server of one's own: what public DNS would say, changed as a test goes on. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { decode, encode, type Answer, type RecordType } from "dns-packet";

type Records = Partial<Record<"A" | "CNAME" | "TXT", string>>;
export interface NameServer {
  /** As DNS_SERVERS takes it. */
  address: string;
  /** By name; a name that is not here does not exist. */
  zone: Map<string, Records>;
  /** It hears and says nothing. */
  silent: boolean;
  close: () => void;
}

export async function startNameServer(): Promise<NameServer> {
  const socket = createSocket("udp4");
  const server: NameServer = {
    address: "",
    zone: new Map(),
    silent: false,
    close: () => socket.close(),
  };
  socket.on("message", (bytes, from) => {
    if (server.silent) return;
    const { id, questions } = decode(bytes);
    const [question] = questions ?? [];
    const name = question?.name.toLowerCase() ?? "";
    const records = server.zone.get(name);
    const type = question?.type as RecordType;
    const data = records?.[type as keyof Records];
    const answers = data === undefined ? [] : [{ name, type, ttl: 0, data } as Answer];
    const [authoritative, noSuchName] = [1 << 10, 3];
    const flags = authoritative | (records ? 0 : noSuchName);
    socket.send(
      encode({ id, type: "response", flags, questions: questions ?? [], answers }),
      from.port,
      from.address,
    );
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  server.address = `127.0.0.1:${socket.address().port}`;
  return server;
}
