/**
 * The measured server, in a process of its own: `redirect-server.ts bare|ours <links>
 * <journalDir>`; tells port, then CPU on request.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { simulatedTemplate } from "../../domain/attribution-tag.ts";
import { systemClock, uuidv7 } from "../../platform/clock.ts";
import { addDays, dateOf } from "../../domain/calendar.ts";
import { createLog } from "../../platform/log.ts";
import { agentVerdicts } from "../../tracking/redirect/agent.ts";
import { clientAddress } from "../../tracking/redirect/client-address.ts";
import { loadCountries } from "../../tracking/redirect/country.ts";
import { openJournal } from "../../tracking/journal/journal-file.ts";
import { LinkTable } from "../../tracking/link-table/link-table.ts";
import { createTrackerServer } from "../../tracking/redirect/server.ts";
import { openVisitors } from "../../tracking/redirect/visitor.ts";
import { benchPath, benchShape } from "./redirect-world.ts";

function benchTable(links: number): LinkTable {
  const table = new LinkTable();
  const { programs, ads, partners, code } = benchShape(links);
  table.setAccount({ id: uuidv7(), code: code("b", 0), active: true });
  const brandId = uuidv7();
  table.setAccount({ id: brandId, code: code("b", 1), active: true });
  const partnerIds = Array.from({ length: partners }, () => uuidv7());
  partnerIds.forEach((id, n) => table.setAccount({ id, code: code("p", n), active: true }));
  const programIds = Array.from({ length: programs }, () => uuidv7());
  programIds.forEach((id, n) =>
    table.setProgram({
      id,
      code: code("g", n),
      brandId,
      active: true,
      marketplace: "US",
      landingPage: `https://www.amazon.com/dp/B${n}`,
      template: simulatedTemplate(String(58_000 + n), "2"),
      partition: n % 4,
      riskFilter: "MODERATE",
    }),
  );
  for (let n = 0; n < ads; n++) {
    const adId = uuidv7();
    table.setAd({
      id: adId,
      code: code("a", n),
      programId: programIds[n % programs] ?? "",
      active: true,
      landingPage: `https://www.amazon.com/A-Product-Name/dp/B0${n}?th=1&psc=1`,
    });
    for (const partnerId of partnerIds)
      table.setLink({ id: uuidv7(), partnerId, adId, test: false, sharedId: null });
  }
  return table;
}

async function ours(links: number, dir: string): Promise<Server> {
  const table = benchTable(links);
  const journal = await openJournal({ dir, newId: uuidv7, onBroken: () => process.exit(1) });
  const today = dateOf(systemClock(), "UTC");
  const rows = [-1, 0, 1].map((days) => ({
    day: addDays(today, days),
    salt: Buffer.alloc(32, days + 2),
  }));
  const visitors = openVisitors(
    { query: async () => ({ rows }) },
    systemClock,
    createLog("silent", "bench"),
  );
  await visitors.started;
  return createTrackerServer({
    clock: systemClock,
    newId: uuidv7,
    links: {
      find: (path) => table.find(path),
      findClean: (link) => table.findClean(link),
      findNamed: (name) => table.findNamed(name),
      seekNamed: async () => null,
      knownParts: (codes) => table.knownParts(codes),
      seek: async () => null,
      complete: true,
      fresh: true,
    },
    journal,
    agentOf: agentVerdicts(),
    countries: await loadCountries(),
    addressOf: clientAddress("127.0.0.1"),
    visitors,
  });
}

const location = "https://www.amazon.com/A-Product-Name/dp/B01?th=1&psc=1";
const bare = (): Server =>
  createServer((_request, response) => response.writeHead(302, { location }).end());

const [mode, links = "1", dir = ""] = process.argv.slice(2);
const before = process.memoryUsage();
const server = mode === "bare" ? bare() : await ours(Number(links), dir);
globalThis.gc?.();
const after = process.memoryUsage();
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({
    port,
    bytes: after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers,
    path: benchPath(1, 0),
  });
});
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMicros: user + system });
});
process.on("disconnect", () => process.exit(0));
