/** One request through the real tracker, as a browser makes it. Nothing is followed beyond it. */
import type { RunDevice } from "../../domain/verification.ts";
import { request, type Agent } from "node:http";
import { request as secureRequest } from "node:https";
import type { Secrets } from "../../platform/secrets.ts";
import { sealTestVisitor, testVisitorHeader } from "../../tracking/redirect/test-visitor.ts";

const patienceMs = 5_000;
/** By which a click is known again: a custom parameter that is stored with it. */
const markParameter = "p.verification";

const agents: Record<RunDevice, { text: string; mobile: string; platform: string }> = {
  DESKTOP: {
    text:
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) " +
      "Chrome/142.0.0.0 Safari/537.36",
    mobile: "?0",
    platform: '"Windows"',
  },
  PHONE: {
    text:
      "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) " +
      "Chrome/142.0.0.0 Mobile Safari/537.36",
    mobile: "?1",
    platform: '"Android"',
  },
};

export interface TestClick {
  /** Its mark; every click has a visitor of its own. */
  id: string;
  linkId: string;
  /** "/c/…". */
  path: string;
  country: string;
  device: RunDevice;
}
export interface Answered {
  /** Null: the tracker could not be reached. */
  status: number | null;
  location: string | null;
}

interface Way {
  trackerUrl: string;
  secrets: Secrets;
  at: number;
  agent: Agent;
}

const headersOf = (click: TestClick, { secrets, at }: Way): Record<string, string> => {
  const { text, mobile, platform } = agents[click.device];
  const visitor = { name: `test visitor ${click.id}`, country: click.country };
  return {
    "user-agent": text,
    accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-language": "en",
    "sec-ch-ua-mobile": mobile,
    "sec-ch-ua-platform": platform,
    "sec-fetch-site": "none",
    "sec-fetch-mode": "navigate",
    "sec-fetch-dest": "document",
    "sec-fetch-user": "?1",
    [testVisitorHeader]: sealTestVisitor(secrets, visitor, click.linkId, at),
  };
};

/** Resolves with what the tracker answered, whatever it is. */
export function clickThrough(click: TestClick, way: Way): Promise<Answered> {
  const url = new URL(way.trackerUrl + click.path);
  url.searchParams.set(markParameter, click.id);
  const send = url.protocol === "https:" ? secureRequest : request;
  const { promise, resolve } = Promise.withResolvers<Answered>();
  const unreached = (): void => resolve({ status: null, location: null });
  const asked = send(
    url,
    {
      headers: headersOf(click, way),
      timeout: patienceMs,
      ...(url.protocol === "https:" ? {} : { agent: way.agent }),
    },
    (response) => {
      response.resume();
      const { statusCode = 0, headers } = response;
      response.once("end", () =>
        resolve({ status: statusCode, location: headers.location ?? null }),
      );
      response.once("error", unreached);
    },
  );
  asked.once("error", unreached);
  asked.once("timeout", () => asked.destroy(new Error("the tracker does not answer")));
  asked.end();
  return promise;
}
