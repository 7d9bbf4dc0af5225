import { graphql } from "../../gql/index.ts";

/** A day of the small charts. */
export const SmallBucket = graphql(/* GraphQL */ `
  fragment SmallBucket on ReportBucket {
    key
    isOpen
    salesState
    clicks {
      paid
      paidZero
      unpaid
    }
    sales {
      orders
    }
  }
`);
