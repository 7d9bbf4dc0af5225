/**
 * What people type about themselves and their accounts, by the gates of its kinds. `path` names the
 * field in the mutation's input.
 */
export { gateCurrency as checkCurrency } from "../../domain/values/currency.ts";
export { gateEmail as checkEmail } from "../../domain/values/email.ts";
export { gateName as checkName } from "../../domain/values/name.ts";
