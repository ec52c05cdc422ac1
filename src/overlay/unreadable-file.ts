/** The file as a whole cannot be used; the message is a sentence for people. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}
