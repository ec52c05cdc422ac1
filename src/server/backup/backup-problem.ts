/** Why a backup cannot be written or put back, in a sentence for the person at the terminal. */
export class BackupProblem extends Error {
  override readonly name = 'BackupProblem';
  readonly code: 'unreadable' | 'damaged' | 'newer' | 'in-use' | 'not-empty';

  constructor(code: BackupProblem['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
