/** Why a map archive cannot be used, taken in or found, as a sentence. */
export class ArchiveProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ArchiveProblem';
  }
}
