import { expect, test } from 'vitest';
import { liveState } from '#app/desk/desk-head.tsx';
import { clockText } from '#app/shell/clock-text.ts';
import type { SyncState } from '#store/phone.ts';

const sync = (given: Partial<SyncState>): SyncState => ({
  phase: 'idle',
  unsent: 0,
  lastSentAt: null,
  lastPulledAt: '2021-05-31T14:02:11.000Z',
  ...given,
});
const textOf = (given: Partial<SyncState>) => liveState(sync(given), 'Asia/Baku').text;

test('the desk says whether what it shows is what the server has', () => {
  expect(textOf({})).toBe('Live');
  expect(textOf({ phase: 'working' })).toBe('Live');
  expect(textOf({ lastPulledAt: null })).toBe('Connecting…');
  expect(textOf({ phase: 'signed-out' })).toBe('Signed out');
  expect(textOf({ phase: 'blocked' })).toBe('Not receiving');
});

test('without a network it says since when, by the clock of the programme', () => {
  expect(textOf({ phase: 'offline' })).toBe('Offline since 31 May, 18:02');
  expect(textOf({ phase: 'offline', lastPulledAt: null })).toBe('Offline');
});

test('a sheet is dated with its year', () => {
  expect(clockText('2021-05-31T21:30:00.000Z', 'Asia/Baku', 'with year')).toBe('1 Jun 2021, 01:30');
});
