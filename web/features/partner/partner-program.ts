/** What the contract pages of a partner need of a program. */
export interface PartnerProgram {
  id: string;
  brandName: string;
  marketplaceCurrency: string;
  timeZone: string;
  uniqueWindowMinutes: number;
}
