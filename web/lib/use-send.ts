"use client";
/**
 * Mutations: what was refused comes as a Refusal for the form, what failed unexpectedly as one too.
 */
import { useCallback, useState } from "react";
import type { TypedDocumentString } from "../gql/graphql.ts";
import { readFragment, type FragmentType } from "../gql/index.ts";
import { useTranslations } from "next-intl";
import { useMutation, type AnyVariables, type OperationContext } from "urql";
import { askConfirmation } from "./session-end.ts";
import { failureOf } from "./failure.ts";
import { Refused } from "./refused.ts";
import { intentKeys, useIntentKey } from "./use-intent-key.ts";
import type { Refusal } from "../ui/form.tsx";

/** A union member that refuses. */
type Refusing = FragmentType<typeof Refused>;
const isRefusing = (result: object): result is Refusing =>
  "code" in result && "message" in result && "path" in result;

export type Sent<TResult> =
  | { ok: true; result: Exclude<TResult, Refusing> }
  | { ok: false; refusal: Refusal };

interface Sender<TData, TVariables> {
  /** Resolves; never throws. `refusal` is kept until the next call. */
  send: (variables: TVariables) => Promise<Sent<TData[keyof TData]>>;
  sending: boolean;
  refusal: Refusal | null;
}

/**
 * For a document with one mutation whose union selects `...Refused`. What stands on the page is
 * asked again afterwards, but with the context `nothing`.
 */
export function useSend<TData, TVariables extends AnyVariables>(
  document: TypedDocumentString<TData, TVariables>,
  context?: Partial<OperationContext>,
): Sender<TData, TVariables> {
  const [{ fetching: sending }, execute] = useMutation<TData, TVariables>(document.toString());
  const t = useTranslations("ui");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const send = useCallback(
    async (variables: TVariables): Promise<Sent<TData[keyof TData]>> => {
      setRefusal(null);
      const refuse = (fault: Refusal): { ok: false; refusal: Refusal } => {
        setRefusal(fault);
        return { ok: false, refusal: fault };
      };
      let answer = await execute(variables, context);
      // A session that ended is cleared by its first refused request; the second one goes out
      // without it.
      if (answer.error?.graphQLErrors[0]?.extensions.code === "UNAUTHENTICATED")
        answer = await execute(variables, context);
      if (answer.error?.graphQLErrors[0]?.extensions.code === "PASSWORD_NEEDED") {
        if (!(await askConfirmation()))
          return refuse({ code: "PASSWORD_NEEDED", message: t("notConfirmed"), path: [] });
        answer = await execute(variables, context);
      }
      const [fault] = answer.error?.graphQLErrors ?? [];
      if (fault) {
        const code = failureOf([fault])?.code ?? "";
        return refuse({
          code,
          message: code === "UNAUTHENTICATED" ? t("sessionEnded") : fault.message,
          path: [],
        });
      }
      const result = answer.data
        ? (Object.values(answer.data).find(
            (value) => typeof value === "object" && value !== null,
          ) as TData[keyof TData] & object)
        : null;
      if (!result) return refuse({ code: "UNREACHABLE", message: t("notSent"), path: [] });
      if (isRefusing(result)) return refuse(readFragment(Refused, result));
      return { ok: true, result: result as unknown as Exclude<TData[keyof TData], Refusing> };
    },
    [context, execute, t],
  );
  return { send, sending, refusal };
}

/**
 * For a document with an idempotency key: what is tried again goes out under the same one until it
 * succeeded.
 */
export function useSendOnce<TData, TVariables extends { key: string }>(
  document: TypedDocumentString<TData, TVariables>,
): Sender<TData, Omit<TVariables, "key">> {
  const { key, renew } = useIntentKey();
  const { send: sendUnder, sending, refusal } = useSend(document);
  const send = useCallback(
    async (variables: Omit<TVariables, "key">) => {
      const sent = await sendUnder({ ...variables, key } as TVariables);
      if (sent.ok) renew();
      return sent;
    },
    [sendUnder, key, renew],
  );
  return { send, sending, refusal };
}

/** The same where one place sends for many rows: what is sent for another is another intent. */
export function useSendEach<TData, TVariables extends { key: string }>(
  document: TypedDocumentString<TData, TVariables>,
  context?: Partial<OperationContext>,
): Sender<TData, Omit<TVariables, "key">> {
  const [keys] = useState(intentKeys);
  const { send: sendUnder, sending, refusal } = useSend(document, context);
  const send = useCallback(
    async (variables: Omit<TVariables, "key">) => {
      const sent = await sendUnder({ ...variables, key: keys.of(variables) } as TVariables);
      if (sent.ok) keys.succeeded([variables]);
      return sent;
    },
    [sendUnder, keys],
  );
  return { send, sending, refusal };
}
