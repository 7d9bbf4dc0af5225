"use client";
import { useCallback, useRef, useState } from "react";
import { useTranslations } from "next-intl";
import { ask, faultOf, type Cost, type GraphqlRequest } from "./ask.ts";

/** What stands in the editor. */
export interface Draft {
  query: string;
  /** JSON text. */
  variables: string;
}
/** A mutation that waits for a yes or no. */
export interface Asking {
  fields: readonly string[];
  answer: (send: boolean) => void;
}
export interface Explorer {
  /** Resolves to the body of the answer. A mutation is sent only after a yes. */
  run: (request: GraphqlRequest) => Promise<unknown>;
  /** What the last run cost. */
  cost: Cost | null;
  asking: Asking | null;
  /** null = as the signed-in person. Kept in memory alone. */
  apiKey: string | null;
  setApiKey: (key: string | null) => void;
}

/** Tools ask for the schema by this name: it is no run of the reader's. */
const isIntrospection = (request: GraphqlRequest): boolean =>
  request.operationName === "IntrospectionQuery";

export function useExplorer(): Explorer {
  const t = useTranslations("developer");
  const [cost, setCost] = useState<Cost | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [apiKey, setShownKey] = useState<string | null>(null);
  const key = useRef(apiKey);
  const confirm = useCallback(
    (fields: readonly string[]): Promise<boolean> =>
      new Promise((resolve) => {
        const answer = (send: boolean) => {
          setAsking(null);
          resolve(send);
        };
        setAsking({ fields, answer });
      }),
    [],
  );
  const run = useCallback(
    async (request: GraphqlRequest): Promise<unknown> => {
      if (isIntrospection(request)) return (await ask(request, null)).body;
      if (key.current === "") return faultOf(t("keyMissing"));
      const { mutationsOf } = await import("./mutations.ts");
      const fields = mutationsOf(request);
      if (fields.length > 0 && !(await confirm(fields))) return faultOf(t("mutationNotSent"));
      const answer = await ask(request, key.current);
      setCost(answer.cost);
      return answer.body;
    },
    [confirm, t],
  );
  const setApiKey = useCallback((next: string | null) => {
    key.current = next === null ? null : next.trim();
    setShownKey(next);
  }, []);
  return { run, cost, asking, apiKey, setApiKey };
}
