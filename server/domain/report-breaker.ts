/** When a report of Amazon's is held: it would take back more than can be believed at once. */

export interface Taking {
  /** Orders booked of the dates that the report tells of. */
  booked: bigint;
  /** Of them those that it would take back. */
  taken: bigint;
}
const believed = 5n;

/** More than five orders, and more than a fifth of them. */
export const takesTooMuch = ({ booked, taken }: Taking): boolean =>
  taken > believed && taken * 5n > booked;

/** An ad group and date that would lose orders; counts and micros as text. */
export interface HeldRow {
  date: string;
  adGroup: string;
  ordersBooked: string;
  ordersTold: string;
  amountBooked: string;
  amountTold: string;
}
