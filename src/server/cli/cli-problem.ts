/** What a command cannot do, as one sentence for the person at the terminal. Ends the command with exit code 1. */
export class CliProblem extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliProblem';
  }
}
