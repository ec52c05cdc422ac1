/** What a file of text says, and in which encoding it was taken to be. */
export interface DecodedText {
  readonly text: string;
  /** Given where the file is not in the encoding that it should have. */
  readonly guessed?: string;
}

/**
 * UTF-8 or UTF-16 by their marks, else what is declared, else UTF-8; what is none of these is read as Windows-1252, in
 * which every byte is a character.
 * @param declared as in `<?xml encoding="…"?>` or a `.cpg` file
 */
export function decodeText(bytes: Uint8Array, declared?: string): DecodedText {
  const marked = encodingOfMark(bytes);
  try {
    return { text: decoderOf(marked ?? declared ?? 'utf-8').decode(bytes) };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), guessed: 'windows-1252' };
  }
}

function encodingOfMark([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function decoderOf(label: string): TextDecoder {
  const name = label.trim().replace(/^(ansi )?(125\d)$/i, 'windows-$2');
  try {
    return new TextDecoder(name, { fatal: true });
  } catch {
    return new TextDecoder('utf-8', { fatal: true });
  }
}
