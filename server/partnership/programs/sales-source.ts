/** Where the sales of a new program come from, and with it the tag that its links carry. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { hasAttribution, type SalesSource } from "../../domain/amazon-region.ts";
import { simulatedTemplate } from "../../domain/attribution-tag.ts";
import type { Context } from "../../platform/context.ts";
import { AmazonConnection } from "../amazon/amazon-connection.entity.ts";

interface Source {
  salesSource: SalesSource;
  amazonConnectionId: string | null;
  attributionTemplate: string | null;
  advertiserId: string;
  publisherId: string;
}

/**
 * The brand's connection for the storefront, Amazon's before the simulator's. Without one sales are
 * simulated where the operator has not set up Amazon, and come from nowhere where it has: nobody
 * takes a simulated sale for a real one.
 */
export async function sourceOfNew(
  { env }: Context,
  tx: EntityManager,
  { brandAccountId, country, code }: { brandAccountId: string; country: string; code: string },
): Promise<Source> {
  const simulated = { advertiserId: `SIM${code}`, publisherId: "counterfoil" };
  const none = {
    salesSource: "NONE",
    amazonConnectionId: null,
    attributionTemplate: null,
  } as const;
  if (!hasAttribution(country)) return { ...none, ...simulated };
  const connections = await tx.find(
    AmazonConnection,
    { brandAccountId, country, state: "CONNECTED" },
    { orderBy: { id: "asc" }, refresh: true },
  );
  const real = connections.find(({ region }) => region !== "SIMULATED");
  const used = real ?? connections[0];
  if (used?.template)
    return {
      salesSource: real ? "AMAZON" : "SIMULATED",
      amazonConnectionId: used.id,
      attributionTemplate: used.template,
      advertiserId: real ? (real.advertiserId ?? real.profileId ?? "") : simulated.advertiserId,
      publisherId: real?.publisherId ?? simulated.publisherId,
    };
  if (env.AMAZON_CLIENT_ID) return { ...none, ...simulated };
  return {
    ...none,
    ...simulated,
    salesSource: "SIMULATED",
    attributionTemplate: simulatedTemplate(simulated.advertiserId, simulated.publisherId),
  };
}
