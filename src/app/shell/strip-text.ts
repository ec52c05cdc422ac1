import { dayIn } from '#domain/dates.ts';
import type { SyncState } from '#store/phone.ts';
import type { Keeping } from './device-storage.ts';
import { type Fix, type LocatorState, lostAfterMs } from './locator.ts';

const timeOf = (instant: string, timeZone: string, today: string) => {
  const at = new Date(instant);
  const day = dayIn(timeZone, instant);
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
  return day === today ? time : `${day} ${time}`;
};

/** What the strip says of sending: always true, in one line. @param today the programme's calendar day */
export function sendingText(sync: SyncState, timeZone: string, today: string): string {
  const { phase, unsent, lastSentAt } = sync;
  if (phase === 'signed-out') return unsent > 0 ? `Sign in to send ${unsent}` : 'Sign in to get news';
  if (phase === 'other-user') return unsent > 0 ? `Sign in to send ${unsent}` : 'Somebody else is signed in';
  if (unsent === 0) return phase === 'blocked' ? 'All sent · see problem' : 'All sent';
  if (phase === 'blocked') return `${unsent} not sent · see problem`;
  const last = lastSentAt === null ? 'never sent yet' : `last sent ${timeOf(lastSentAt, timeZone, today)}`;
  return phase === 'working' ? `${unsent} not sent · sending…` : `${unsent} not sent · ${last}`;
}

/** The network as far as the app knows: what the last try met, or what the device says. */
export function networkText(sync: SyncState, online: boolean): string {
  if (!online || sync.phase === 'offline') return 'Offline';
  return sync.phase === 'working' && sync.unsent > 0 ? 'Sending…' : 'Online';
}

export function gpsText(state: LocatorState, fix: Fix | null, now: number): string {
  if (state === 'denied') return 'GPS not allowed';
  if (state === 'unavailable') return 'No GPS';
  if (!fix) return 'GPS …';
  return now - fix.takenAt > lostAfterMs ? 'GPS lost' : `GPS ±${Math.max(1, Math.round(fix.accuracyM))} m`;
}

const lowBytes = 256 * 2 ** 20;
const megaBytes = 2 ** 20;

const keepingWords: Readonly<Record<Keeping, string>> = {
  'not-asked': 'Not asked yet; the phone is asked at the first save.',
  kept: 'The phone keeps the app’s data.',
  'may-be-cleared': 'Storage may be cleared by the phone: install the app.',
  'cannot-say': 'This browser does not promise to keep the app’s data: install the app, and send often.',
};

const lowText = (freeBytes: number | null) =>
  freeBytes === null || freeBytes >= lowBytes
    ? null
    : `Only ${Math.floor(freeBytes / megaBytes)} MB left on this phone`;

/** What the strip says of storage: only what a person should do something about. */
export function storageWarning(keeping: Keeping, freeBytes: number | null): string | null {
  const low = lowText(freeBytes);
  if (low !== null) return `${low}: free some space`;
  return keeping === 'may-be-cleared' ? 'Storage may be cleared by the phone: install the app' : null;
}

/**
 * All there is to say of storage. What is left is only named where it is little: browsers round it, and some name a figure
 * that has nothing to do with the phone.
 */
export function storageText(keeping: Keeping, freeBytes: number | null): string {
  const low = lowText(freeBytes);
  return low === null ? keepingWords[keeping] : `${low}: free some space. ${keepingWords[keeping]}`;
}
