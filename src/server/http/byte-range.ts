/** What of a file a request is answered with. `start` and `end` are both included. */
export type ByteRange =
  | { readonly type: 'whole' }
  | { readonly type: 'part'; readonly start: number; readonly end: number }
  | { readonly type: 'unsatisfiable' };

interface Conditions {
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

interface Validators {
  readonly size: number;
  /** Strong, quoted. */
  readonly etag: string;
}

const WHOLE: ByteRange = { type: 'whole' };

/**
 * Reads `Range` and `If-Range` (RFC 9110, sections 13.1.5 and 14). One range only: several, and what is not a range of bytes,
 * are answered as if nothing had been asked, which is allowed.
 */
export function byteRangeOf({ range, ifRange }: Conditions, { size, etag }: Validators): ByteRange {
  const found = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(range ?? '');
  if (!found || found[0].trim().endsWith('=-')) return WHOLE;
  // A weak tag or a date says too little of two parts fitting together.
  if (ifRange !== undefined && ifRange.trim() !== etag) return WHOLE;
  const [, first = '', last = ''] = found;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? { type: 'unsatisfiable' } : { type: 'part', start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return WHOLE;
  return start >= size ? { type: 'unsatisfiable' } : { type: 'part', start, end };
}
