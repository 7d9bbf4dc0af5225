/** How far an export is. */
export const stateWords = {
  QUEUED: "It waits for its turn.",
  RUNNING: "It is made.",
  COMPLETED: "The file is ready.",
  FAILED: "It could not be made; failure says why.",
  CANCELLED: "Somebody cancelled it before it was ready.",
  EXPIRED: "The file was ready and is gone: its week is over, or somebody threw it away.",
} as const;
export type ExportState = keyof typeof stateWords;
export const exportStates = Object.keys(stateWords) as ExportState[];
