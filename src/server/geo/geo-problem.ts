/** What a file of geometry does not say, or says wrongly, as one sentence for the person at the terminal. */
export class GeoProblem extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GeoProblem';
  }
}
