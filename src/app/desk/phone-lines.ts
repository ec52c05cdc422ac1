import type { PhonesAnswer } from '#protocol/wire.ts';

type KnownPhone = PhonesAnswer['phones'][number];

export interface PhoneLine extends KnownPhone {
  /** What the office misses, in words; null where it has all there was when it last heard of the phone. */
  readonly missing: string | null;
}

/** A phone that holds anything goes before one that does not; within each, the one that was silent longest. */
export function phoneLines(phones: readonly KnownPhone[]): readonly PhoneLine[] {
  return phones
    .map((phone) => ({ ...phone, missing: missingText(phone) }))
    .sort((a, b) => Number(b.missing !== null) - Number(a.missing !== null) || heardMs(a) - heardMs(b));
}

const heardMs = ({ heardAt }: KnownPhone) => (heardAt === null ? 0 : Date.parse(heardAt));

function missingText({ unsent, announced }: KnownPhone): string | null {
  const parts = [
    ...(unsent === null || unsent === 0 ? [] : [`${unsent} not sent`]),
    ...(announced === 0 ? [] : [`${announced} that cannot be sent: to be brought by file`]),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}

/** Changes on phones that the office does not have, as far as it was told. */
export function missingCount(phones: readonly KnownPhone[]): number {
  return phones.reduce((sum, { unsent, announced }) => sum + (unsent ?? 0) + announced, 0);
}
