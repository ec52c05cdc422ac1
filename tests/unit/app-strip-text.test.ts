import { describe, expect, it } from 'vitest';
import { gpsText, networkText, sendingText } from '#app/shell/strip-text.ts';
import { keptNotice } from '#app/shell/session.ts';
import type { SyncState } from '#store/phone.ts';

const state = (more: Partial<SyncState> = {}): SyncState => ({
  phase: 'idle',
  unsent: 0,
  lastSentAt: null,
  lastPulledAt: null,
  ...more,
});
const text = (more: Partial<SyncState>) => sendingText(state(more), 'Asia/Baku', '2021-03-14');

describe('the strip', () => {
  it('says what is not sent and when something was, in the programme’s time', () => {
    expect(text({ unsent: 3, lastSentAt: '2021-03-14T10:02:30.000Z' })).toBe('3 not sent · last sent 14:02');
    expect(text({ unsent: 3, lastSentAt: '2021-03-13T10:02:30.000Z' })).toBe(
      '3 not sent · last sent 2021-03-13 14:02',
    );
    expect(text({ unsent: 1 })).toBe('1 not sent · never sent yet');
    expect(text({})).toBe('All sent');
  });

  it('asks to sign in when the session has ended, and never says then that all is sent', () => {
    expect(text({ phase: 'signed-out', unsent: 3 })).toBe('Sign in to send 3');
    expect(text({ phase: 'signed-out' })).toBe('Sign in to get news');
    expect(text({ phase: 'other-user', unsent: 2 })).toBe('Sign in to send 2');
  });

  it('tells the network by what the last try met', () => {
    expect(networkText(state(), true)).toBe('Online');
    expect(networkText(state({ phase: 'offline' }), true)).toBe('Offline');
    expect(networkText(state(), false)).toBe('Offline');
  });

  it('does not show the accuracy of a fix that is over half a minute old', () => {
    const fix = { lon: 46.9, lat: 39.9, accuracyM: 3.6, takenAt: 0 };
    expect(gpsText('working', fix, 30_000)).toBe('GPS ±4 m');
    expect(gpsText('working', fix, 31_000)).toBe('GPS lost');
    expect(gpsText('denied', null, 0)).toBe('GPS not allowed');
  });

  it('says at sign-out how many changes stay', () => {
    expect(keptNotice(3, 'Team One')).toBe(
      '3 changes are not sent yet and stay on this phone until Team One signs in here again.',
    );
  });
});
