/** The file as a whole cannot be used; the message is a sentence for people. */
export class UnreadableFile extends Error {
  override readonly name: string = 'UnreadableFile';
}

/** It breaks off; what was read until there is whole. */
export class BrokenFile extends UnreadableFile {
  override readonly name = 'BrokenFile';
}
