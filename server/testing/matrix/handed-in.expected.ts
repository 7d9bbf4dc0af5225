/** The lines of the matrix for conversions, handed in or not; letters as in matrix.expected.ts. */
const tenants = "-XYABrw-";
const brandsAndKey = "---AB-w-";
/** A key that reads is enough. */
const brandsAndKeys = "---ABrw-";

export const handedInRoots: Record<string, string> = {
  "Query.conversionSubmission": brandsAndKeys,
  "Query.conversionSubmissions": brandsAndKeys,
  "Query.promoCodes": tenants,
  "Query.submittedConversions": brandsAndKeys,
  "Mutation.assignPromoCode": brandsAndKey,
  "Mutation.confirmConversionFile": brandsAndKey,
  "Mutation.discardConversionFile": brandsAndKey,
  "Mutation.endPromoCode": brandsAndKey,
  "Mutation.submitConversions": brandsAndKey,
};
export const handedInTypes: Record<string, string> = {
  ConversionDetail: tenants,
  ConversionRequest: tenants,
  ConversionRequestOk: brandsAndKey,
  ConversionUpdate: tenants,
  ConversionFault: brandsAndKeys,
  ConversionFilePreview: brandsAndKeys,
  ConversionSubmission: brandsAndKeys,
  ConversionSubmissionsConnection: brandsAndKeys,
  ConversionsRefused: brandsAndKey,
  PromoCode: tenants,
  PromoCodeOk: brandsAndKey,
  PromoCodesConnection: tenants,
  SubmissionOk: brandsAndKey,
  SubmittedConversion: brandsAndKeys,
  SubmittedConversionsConnection: brandsAndKeys,
  SubmittedField: brandsAndKeys,
};
