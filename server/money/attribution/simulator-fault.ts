/** What the simulator answers in the place of what was asked for. */
export class SimulatorFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    details: string,
    /** The whole body, where it has another form. */
    readonly body: object = { code, details },
  ) {
    super(details);
  }
}
