import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { recordWalk } from '#app/form/capture/record-walk.ts';
import { type WalkState, walkLines } from '#app/form/capture/walk-text.ts';
import type { Fix } from '#app/shell/locator.ts';
import { stayAwake } from '#app/shell/wake-lock.ts';
import { addWalkFix, beginWalk, type Walk } from '#domain/geo/walk.ts';
import { trackAlong } from '#tests/support/domain/walked-track.ts';

const track = trackAlong({
  way: [
    { x: 0, y: 0 },
    { x: 30, y: 0 },
    { x: 30, y: 30 },
  ],
  seed: 1,
});

/** A page that can be hidden, as far as a walk asks of it. */
class Page extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';
  turn(to: DocumentVisibilityState): void {
    this.visibilityState = to;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('recording a walk', () => {
  const begin = (startedAt = track[0]?.takenAt ?? 0) => {
    const page = new Page();
    const fix = signal<Fix | null>(null);
    const walks: Walk[] = [];
    const stop = recordWalk({
      locator: { fix },
      document: page as unknown as Document,
      now: () => startedAt,
      report: (walk) => walks.push(walk),
    });
    return { page, fix, walks, stop };
  };

  it('grows with each fix, and not after it was stopped', () => {
    const { fix, walks, stop } = begin();
    for (const each of track.slice(0, 10)) fix.value = each;
    stop();
    fix.value = track[10] ?? null;
    expect(walks).toHaveLength(10);
    expect(walks.at(-1)?.used).toBe(10);
  });

  it('takes no fix from before it was started', () => {
    const { fix, walks } = begin(track[3]?.takenAt);
    for (const each of track.slice(0, 6)) fix.value = each;
    expect(walks.at(-1)?.used).toBe(3);
  });

  it('marks a gap where the page was hidden, however short', () => {
    const { page, fix, walks } = begin();
    for (const each of track.slice(0, 10)) fix.value = each;
    page.turn('hidden');
    page.turn('visible');
    for (const each of track.slice(13, 20)) fix.value = each;
    expect(walks.at(-1)?.corners.filter(({ gap }) => gap)).toHaveLength(1);
  });
});

describe('keeping the screen on', () => {
  class Sentinel extends EventTarget {
    released = false;
    async release(): Promise<void> {
      this.released = true;
      this.dispatchEvent(new Event('release'));
    }
  }
  const begin = (request: () => Promise<Sentinel>) => {
    const page = new Page();
    const lock = { request } as unknown as WakeLock;
    return { page, staying: stayAwake(lock, page as unknown as Document) };
  };

  it('is asked for again as soon as the page is seen again, and given back at the end', async () => {
    const given: Sentinel[] = [];
    const { page, staying } = begin(async () => {
      const sentinel = new Sentinel();
      given.push(sentinel);
      return sentinel;
    });
    await settle();
    expect(staying.state.value).toBe('on');
    page.turn('hidden');
    await given[0]?.release();
    expect(staying.state.value).toBe('asking');
    page.turn('visible');
    await settle();
    expect(staying.state.value).toBe('on');
    expect(given).toHaveLength(2);
    staying.stop();
    await settle();
    expect(given.every(({ released }) => released)).toBe(true);
  });

  it('says so where the phone refuses, and where the browser cannot', async () => {
    const { page, staying } = begin(async () => {
      throw new DOMException('Low battery', 'NotAllowedError');
    });
    await settle();
    expect(staying.state.value).toBe('refused');
    expect(stayAwake(undefined, page as unknown as Document).state.value).toBe('unsupported');
  });
});

describe('what a walker is told', () => {
  const walk = track.slice(0, 20).reduce((so, fix) => addWalkFix(so, fix), beginWalk());
  const takenAt = walk.last?.takenAt ?? 0;
  const state: WalkState = {
    walk,
    isWalking: true,
    gps: 'working',
    fix: track[19] ?? null,
    now: takenAt + 1_000,
    wake: 'on',
    gaps: 0,
  };
  const said = (more: Partial<WalkState>) => walkLines({ ...state, ...more }).map(({ text }) => text);

  it('is how good the position is, how many were used and how many not', () => {
    expect(said({})).toEqual(['±4 m · 20 used', 'The screen stays on.']);
    expect(said({ walk: { ...walk, poor: 3, jumps: 1 } })[0]).toBe(
      '±4 m · 20 used · not used: 3 poor, 1 jump',
    );
  });

  it('is that a gap begins, from 10 s without a good position', () => {
    expect(said({ now: takenAt + 14_000 })[0]).toBe('No good position for 14 s: this side will be a gap.');
  });

  it('is, at rest, which sides nobody walked', () => {
    expect(said({ isWalking: false, wake: null, gaps: 2 })).toEqual([
      'GPS ±4 m',
      '2 sides not walked, drawn dashed.',
    ]);
  });

  it('is that the screen must not lock, where nothing keeps it on', () => {
    expect(said({ wake: 'unsupported' })[1]).toMatch(/do not let it lock/);
    expect(said({ wake: 'refused' })[1]).toMatch(/do not let it lock/);
  });
});
