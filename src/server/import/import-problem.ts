/** Why an import cannot be started or finished, in a sentence for the person who ran it. Nothing of a row is half taken. */
export class ImportProblem extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ImportProblem';
    this.code = code;
  }
}
