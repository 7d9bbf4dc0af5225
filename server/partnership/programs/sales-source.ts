/** Where the sales of a new program come from, and with it the tag that its links carry. */
import type { EntityManager } from "@mikro-orm/postgresql";
import {
  hasAttribution,
  reportedIn,
  type AmazonRegion,
  type SalesSource,
} from "../../domain/amazon-region.ts";
import { simulatedTemplate } from "../../domain/attribution-tag.ts";
import type { Context } from "../../platform/context.ts";
import { hold } from "../../platform/db/locks.ts";

interface Source {
  salesSource: SalesSource;
  amazonConnectionId: string | null;
  attributionTemplate: string | null;
  advertiserId: string;
  publisherId: string;
  reportZone: string | null;
  reportCurrency: string | null;
}

interface Connected {
  id: string;
  region: AmazonRegion;
  template: string;
  profile_id: string;
  publisher_id: string | null;
  advertiser_id: string | null;
  time_zone: string | null;
  currency: string | null;
}
const connectedSql = `
  select
    id,
    region,
    template,
    profile_id,
    publisher_id,
    advertiser_id,
    time_zone,
    currency
  from amazon_connection
  where brand_account_id = ? and country = ? and state = 'CONNECTED'
  order by region = 'SIMULATED', template_at desc, id desc
  limit 1`;

/**
 * The brand's connection for the storefront, Amazon's before the simulator's and the one that was
 * connected last before others. Without one sales are
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
    reportZone: null,
    reportCurrency: null,
  } as const;
  if (!hasAttribution(country)) return { ...none, ...simulated };
  await hold(tx, "SALES_SOURCE", brandAccountId);
  const [used] = await tx.execute<Connected[]>(connectedSql, [brandAccountId, country]);
  if (used) {
    const real = used.region === "SIMULATED" ? null : used;
    return {
      salesSource: real ? "AMAZON" : "SIMULATED",
      amazonConnectionId: used.id,
      attributionTemplate: used.template,
      ...reportedIn(used.time_zone ?? "", used.currency ?? ""),
      advertiserId: real ? (real.advertiser_id ?? real.profile_id) : simulated.advertiserId,
      publisherId: real?.publisher_id ?? simulated.publisherId,
    };
  }
  if (env.AMAZON_CLIENT_ID) return { ...none, ...simulated };
  return {
    ...none,
    ...simulated,
    salesSource: "SIMULATED",
    attributionTemplate: simulatedTemplate(simulated.advertiserId, simulated.publisherId),
  };
}
