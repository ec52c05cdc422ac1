import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { SourceRow } from './source-row.ts';

/** A UUID made of content (RFC 9562, version 8): the first 122 bits of a SHA-256 over the parts. */
export function contentId(...parts: readonly (string | number)[]): string {
  const bytes = sha256(utf8ToBytes(JSON.stringify(parts))).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytesToHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** What a row says, whatever the order of its columns and however the file wrote it. */
export function contentOf(row: SourceRow): string {
  const columns = Object.entries(row.columns).sort(([a], [b]) => (a < b ? -1 : 1));
  return contentId(JSON.stringify(columns), JSON.stringify(row.geometry ?? null));
}

/**
 * Counts exact repeats: real files hold two rows that say the same of two things, and the second is the second wherever
 * it stands. Keeps 36 characters for each different row.
 */
export function createOccurrences(): (content: string) => number {
  const seen = new Map<string, number>();
  return (content) => {
    const occurrence = (seen.get(content) ?? 0) + 1;
    seen.set(content, occurrence);
    return occurrence;
  };
}

/** Letters and digits only, without accents and case: `Bogotá D.C.` and `BOGOTA DC` are one place. */
export function slugOf(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
