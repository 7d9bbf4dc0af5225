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
import { intentsByInput, oneIntent, type Intents, type Outcome } from "./use-intent-key.ts";
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

type Answered<TResult> = Sent<TResult> & { outcome: Outcome };

/** Sends, and says what became of it for certain. */
function useAnswered<TData, TVariables extends AnyVariables>(
  document: TypedDocumentString<TData, TVariables>,
  context?: Partial<OperationContext>,
) {
  const [{ fetching: sending }, execute] = useMutation<TData, TVariables>(document.toString());
  const t = useTranslations("ui");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const send = useCallback(
    async (variables: TVariables): Promise<Answered<TData[keyof TData]>> => {
      setRefusal(null);
      const refuse = (fault: Refusal, outcome: Outcome): Answered<never> => {
        setRefusal(fault);
        return { ok: false, refusal: fault, outcome };
      };
      let answer = await execute(variables, context);
      // A session that ended is cleared by its first refused request; the second one goes out
      // without it.
      if (answer.error?.graphQLErrors[0]?.extensions.code === "UNAUTHENTICATED")
        answer = await execute(variables, context);
      if (answer.error?.graphQLErrors[0]?.extensions.code === "PASSWORD_NEEDED") {
        if (!(await askConfirmation()))
          return refuse(
            { code: "PASSWORD_NEEDED", message: t("notConfirmed"), path: [] },
            "UNKNOWN",
          );
        answer = await execute(variables, context);
      }
      const [fault] = answer.error?.graphQLErrors ?? [];
      if (fault) {
        const code = failureOf([fault])?.code ?? "";
        const message = code === "UNAUTHENTICATED" ? t("sessionEnded") : fault.message;
        return refuse({ code, message, path: [] }, "UNKNOWN");
      }
      const result = answer.data
        ? (Object.values(answer.data).find(
            (value) => typeof value === "object" && value !== null,
          ) as TData[keyof TData] & object)
        : null;
      if (!result)
        return refuse({ code: "UNREACHABLE", message: t("notSent"), path: [] }, "UNKNOWN");
      if (!isRefusing(result))
        return {
          ok: true,
          result: result as unknown as Exclude<TData[keyof TData], Refusing>,
          outcome: "DONE",
        };
      const refused = readFragment(Refused, result);
      return refused.code === "IDEMPOTENCY_KEY_REUSED"
        ? refuse({ ...refused, message: t("sentBefore"), path: [] }, "OTHER")
        : refuse(refused, "REFUSED");
    },
    [context, execute, t],
  );
  return { send, sending, refusal };
}

/**
 * For a document with one mutation whose union selects `...Refused`, without an idempotency key.
 * What stands on the page is asked again afterwards, but with the context `nothing`.
 */
export const useSend: <TData, TVariables extends AnyVariables & { key?: never }>(
  document: TypedDocumentString<TData, TVariables>,
  context?: Partial<OperationContext>,
) => Sender<TData, TVariables> = useAnswered;

/** For a document with an idempotency key where whoever sends knows when its intents are done. */
export const useSendUnder: <TData, TVariables extends { key: string }>(
  document: TypedDocumentString<TData, TVariables>,
  context?: Partial<OperationContext>,
) => Sender<TData, TVariables> = useAnswered;

type Keyed<TData, TVariables> = Sender<TData, Omit<TVariables, "key">>;

function useIntents<TData, TVariables extends { key: string }>(
  intentsOf: (document: string) => Intents,
  document: TypedDocumentString<TData, TVariables>,
  context?: Partial<OperationContext>,
): Keyed<TData, TVariables> {
  const [intents] = useState(() => intentsOf(document.toString()));
  const { send: sendUnder, sending, refusal } = useAnswered(document, context);
  const send = useCallback(
    async (variables: Omit<TVariables, "key">) => {
      const sent = await sendUnder({ ...variables, key: intents.keyOf(variables) } as TVariables);
      intents.settle(variables, sent.outcome);
      return sent;
    },
    [sendUnder, intents],
  );
  return { send, sending, refusal };
}

/** For a document with an idempotency key: one form, which sends one thing at a time. */
export const useSendOnce = <TData, TVariables extends { key: string }>(
  document: TypedDocumentString<TData, TVariables>,
  context?: Partial<OperationContext>,
): Keyed<TData, TVariables> => useIntents(oneIntent, document, context);

/** The same where one place sends for many rows: what is sent for another is another intent. */
export const useSendEach = <TData, TVariables extends { key: string }>(
  document: TypedDocumentString<TData, TVariables>,
  context?: Partial<OperationContext>,
): Keyed<TData, TVariables> => useIntents(intentsByInput, document, context);
