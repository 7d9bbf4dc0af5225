"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment } from "../../gql/index.ts";
import { Clauses } from "./clauses.tsx";
import type { VersionText } from "./editor/draft.ts";
import { conditionSentences, termsSentences, type RuleFacts, type Sentence } from "./sentences.ts";

const SentenceList_payout = graphql(/* GraphQL */ `
  fragment SentenceList_payout on EventPayout {
    event
    level
    rate
    remainder
    amount {
      amount
      currency
    }
    groups {
      id
      name
      rate
      amount {
        amount
        currency
      }
      rules {
        variable
        name
        operator
        values
        sentence
      }
      limits {
        id
        kind
        scope
        reset
        weekendMax
        maxClicks
        maxConversions
        maxPayout {
          amount
          currency
        }
      }
    }
    restrictions {
      id
      name
      hideZeroRows
      rules {
        variable
        name
        operator
        values
        sentence
      }
    }
    limits {
      id
      kind
      scope
      reset
      weekendMax
      maxClicks
      maxConversions
      maxPayout {
        amount
        currency
      }
    }
    locking {
      openEnded
      period
      months
      days
    }
    schedule {
      period
      months
      days
      dayOfMonth
    }
    bonus {
      kind
      basis
      tiers {
        from
        fromAmount {
          amount
          currency
        }
        rate
        amount {
          amount
          currency
        }
      }
    }
  }
`);

interface SentenceListProps {
  terms: VersionText;
  uniqueWindowMinutes?: number;
  zone?: string;
  /** Only what is paid: for cards in a list. */
  brief?: boolean;
  /** Of the branded link under which the clauses' files are read. */
  code?: string;
}
/** Terms as sentences, one a line; then the clauses in the brand's own words. */
export function SentenceList({
  terms,
  brief = false,
  code,
  ...program
}: SentenceListProps): ReactNode {
  const facts = {
    ...terms,
    eventPayouts: terms.eventPayouts.map((payout) => readFragment(SentenceList_payout, payout)),
  };
  return (
    <div className="flex max-w-prose flex-col gap-3">
      <Sentences
        of={[...termsSentences(facts, program), ...(brief ? [] : conditionSentences(facts))]}
      />
      {brief ? null : (
        <Clauses clauses={terms.customTerms} {...(code === undefined ? {} : { code })} />
      )}
    </div>
  );
}

export function Sentences({ of }: { of: readonly Sentence[] }): ReactNode {
  const t = useTranslations("sentences");
  const terms = useTranslations("terms");
  const allOf = (rules: readonly RuleFacts[]) =>
    rules.map(({ sentence }) => sentence).join(terms("ruleAnd"));
  return (
    <ul className="flex list-disc flex-col gap-1 ps-5">
      {of.map(({ key, values, rules }) => (
        <li key={key + JSON.stringify([values, rules])} className="break-words">
          {t(key, rules ? { ...values, rules: allOf(rules) } : values)}
        </li>
      ))}
    </ul>
  );
}
