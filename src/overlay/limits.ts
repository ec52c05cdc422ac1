import { UnreadableFile } from './unreadable-file.ts';

/** What a phone of 2 GB can read and draw; a file that is larger is refused before it can hang one. */
export const limits = {
  fileBytes: 50_000_000,
  unpackedBytes: 200_000_000,
  /** Entries of an archive. */
  files: 1_000,
  /** Of XML or JSON, which become many times larger in memory. */
  textBytes: 60_000_000,
  /** Elements of XML within one another. */
  depth: 200,
  features: 50_000,
  corners: 500_000,
  /** Of a name and a description, in characters. */
  nameLength: 200,
  descriptionLength: 4_000,
  /** What is said of a file; the rest is counted. */
  problems: 200,
} as const;

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1_000_000)} MB`;

/** @throws UnreadableFile */
export function checkSize(bytes: number, most: number, what: string): void {
  if (bytes <= most) return;
  throw new UnreadableFile(`${what} has ${megabytes(bytes)}; up to ${megabytes(most)} can be read.`);
}
