/**
 * The load, in a process of its own: raw keep-alive sockets and requests built beforehand, so that
 * it is not what is measured.
 */
import { connect, type Socket } from "node:net";
import UserAgents from "user-agents";
import { benchPath } from "./redirect-world.ts";

export interface LoadOrder {
  port: number;
  connections: number;
  seconds: number;
  links: number;
  /** Requests per second; 0 = as fast as each connection is answered. */
  rate: number;
}
export interface LoadResult {
  answers: number;
  /** Answers that were no 302. */
  wrong: number;
  seconds: number;
  p50Ms: number;
  p99Ms: number;
}

const prepared = 4_096;

function requests(links: number): Buffer[] {
  const agents = new UserAgents({ deviceCategory: "desktop" });
  const texts = Array.from({ length: 500 }, () => agents.random().toString());
  return Array.from({ length: prepared }, (_, n) => {
    const address = `${1 + (n % 220)}.${(n * 7) % 256}.${(n * 13) % 256}.${n % 256}`;
    const path = benchPath(links, Math.floor((n / prepared) * links));
    return Buffer.from(
      `GET ${path}?subId1=s${n}&sharedId=sh${n} HTTP/1.1\r\nHost: ` +
        `go.example\r\nUser-Agent: ` +
        `${texts[n % texts.length]}\r\nAccept: text/html\r\nAccept-Language: ` +
        `en\r\nX-Forwarded-For: ${address}\r\n` +
        `Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: ` +
        `document\r\nSec-Fetch-User: ?1\r\nReferer: https://blog.example/post/${n}\r\n\r\n`,
    );
  });
}

async function open(port: number, count: number): Promise<Socket[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const socket = connect({ port, host: "127.0.0.1", noDelay: true }, resolve);
      socket.on("error", reject);
      await promise;
      return socket;
    }),
  );
}

async function run({ port, connections, seconds, links, rate }: LoadOrder): Promise<LoadResult> {
  const built = requests(links);
  const sockets = await open(port, connections);
  const latencies: number[] = [];
  const due: number[] = [];
  const idle: number[] = [];
  const sentAt = new Float64Array(connections);
  const result = { answers: 0, wrong: 0 };
  let sent = 0;
  const send = (index: number, intended: number): void => {
    sentAt[index] = intended;
    sockets[index]?.write(built[sent++ % prepared] ?? "");
  };
  const started = performance.now();
  const end = started + seconds * 1000;
  sockets.forEach((socket, index) => {
    // One request per connection is out, and its answer is far smaller than a segment: one chunk,
    // one answer.
    socket.on("data", (chunk) => {
      const now = performance.now();
      result.answers++;
      if (chunk[9] !== 0x33) result.wrong++;
      latencies.push(now - (sentAt[index] ?? now));
      if (rate === 0) {
        if (now < end) send(index, now);
      } else if (due.length > 0) send(index, due.shift() ?? now);
      else idle.push(index);
    });
    if (rate === 0) send(index, started);
    else idle.push(index);
  });
  const finished = Promise.withResolvers<void>();
  let planned = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    if (now >= end) {
      clearInterval(timer);
      setTimeout(finished.resolve, 200);
      return;
    }
    // Open loop: a request is due at its time, whether or not the server has answered the ones
    // before.
    for (; rate > 0 && planned < ((now - started) / 1000) * rate; planned++) {
      const intended = started + (planned / rate) * 1000;
      const index = idle.pop();
      if (index === undefined) due.push(intended);
      else send(index, intended);
    }
  }, 1);
  await finished.promise;
  for (const socket of sockets) socket.destroy();
  latencies.sort((a, b) => a - b);
  const quantile = (q: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * q))] ?? NaN;
  return { ...result, seconds, p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}

process.on(
  "message",
  (order: LoadOrder) => void run(order).then((result) => process.send?.(result)),
);
process.on("disconnect", () => process.exit(0));
