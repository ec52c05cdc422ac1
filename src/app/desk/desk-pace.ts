import type { OpenedPhone } from '#store/open-phone.ts';
import type { Phone } from '#store/phone.ts';

/** New records are on an open desk within 5 s of reaching the server. */
const deskPace = { pollMs: 3_000 };
const phonePace = { pollMs: 60_000 };

/** Looks for news at the pace of a desk. @returns how to go back to that of a phone */
export function keepDeskPace(phone: Phone): () => void {
  if (!hasPace(phone)) return () => undefined;
  phone.setPace(deskPace);
  return () => phone.setPace(phonePace);
}

function hasPace(phone: Phone): phone is Phone & Pick<OpenedPhone, 'setPace'> {
  return 'setPace' in phone && typeof phone.setPace === 'function';
}
