/** What storage cannot do for whoever asked: a stable code, and a sentence for a person. */
export class StorageProblem extends Error {
  readonly code:
    | 'programme-exists'
    | 'programme-unknown'
    | 'account-exists'
    | 'newer-data'
    | 'unusable-folder';

  constructor(code: StorageProblem['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageProblem';
    this.code = code;
  }
}
