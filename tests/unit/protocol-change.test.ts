import { type Change, freezeChange, hashOf, readChange } from '#protocol/change.ts';
import { bucketsOf } from '#protocol/record.ts';
import { changeOf, uuidOf } from '#tests/support/domain/changes.ts';
import { describe, expect, it } from 'vitest';

const change = changeOf({ set: { note: 'wet ground ⛏' } });

describe('a frozen change', () => {
  it('reads back as it was made, with what a newer program added', () => {
    const made = { ...change, retryOf: uuidOf(7) };
    const frozen = freezeChange(made);
    expect(readChange(frozen.text)).toEqual({ ok: true, change: made });
    expect(frozen.hash).toBe(hashOf(frozen.text));
  });

  it('has another hash when a single character of it is another', () => {
    const { text, hash } = freezeChange(change);
    expect(hashOf(text.replace('wet', 'Wet'))).not.toBe(hash);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    // The empty text's digest by FIPS 180-4, so that no other function slips in.
    expect(hashOf('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});

describe('a change that cannot be read', () => {
  const broken: readonly (readonly [string, unknown, RegExp])[] = [
    ['has no id', { ...change, id: undefined }, /at "id"/],
    ['has an id that is none', { ...change, id: 'X' }, /is not a UUID/],
    ['has a base before nothing', { ...change, base: { epoch: 'e', seq: -1 } }, /base\.seq/],
    ['has a time without a zone', { ...change, at: '2021-03-14 10:00' }, /is not an instant/],
    ['has a day that does not exist', { ...change, at: '2021-02-30T10:00:00.000Z' }, /is not an instant/],
    ['has an hour that does not exist', { ...change, at: '2021-02-03T99:00:00.000Z' }, /is not an instant/],
    ['has a NUL in what it resolves', { ...change, resolves: ['a\u0000b'] }, /cannot be stored/],
    ['has half a character in what a newer program added', { ...change, more: '\ud83d' }, /cannot be stored/],
    ['has a field of a name that objects have', { ...change, set: { toString: 1 } }, /cannot be called/],
    ['has a field that would be dropped', { ...change, set: { constructor: 1 } }, /cannot be called/],
    ['neither sets nor acts', { ...change, set: undefined }, /either sets values or is an act/],
    ['sets and acts', { ...change, act: { type: 'approve' } }, /either sets values or is an act/],
    ['acts in a way never heard of', { ...change, set: undefined, act: { type: 'delete' } }, /act\.type/],
    ['has a NUL in a text', { ...change, set: { note: 'a\u0000b' } }, /cannot be stored/],
    ['has half a character deep inside', { ...change, set: { a: [{ b: '\ud83d' }] } }, /cannot be stored/],
    ['has half a character in a name', { ...change, set: { a: { '\udc00': 1 } } }, /cannot be stored/],
    ['has a NUL in the author', { ...change, author: 'a\u0000' }, /cannot be stored/],
    ['is a list', [], /cannot be read/],
    ['is nothing', null, /cannot be read/],
  ];

  it.each(broken)('because it %s is answered with one sentence', (_, value, reason) => {
    const read = readChange(JSON.stringify(value));
    expect(read).toMatchObject({ ok: false });
    expect(!read.ok && read.message).toMatch(reason);
    expect(!read.ok && read.message).toMatch(/\.$/);
  });

  it('because a number in it is beyond all numbers says so, and does not make it nothing', () => {
    const text = JSON.stringify({ ...change, set: { depth: [7] } }).replace('[7]', '[1e400]');
    expect(readChange(text)).toMatchObject({ ok: false, message: expect.stringMatching(/number/) });
  });

  it('because it is not JSON says so', () => {
    expect(readChange('<html>')).toEqual({ ok: false, message: 'The change is not JSON.' });
  });

  it('does not reach into prototypes', () => {
    const text = JSON.stringify(change).replace('"note"', '"__proto__"');
    const read = readChange(text);
    expect(({} as Partial<Change>).set).toBeUndefined();
    expect(read).toMatchObject({ ok: false, message: expect.stringMatching(/cannot be called "__proto__"/) });
  });
});

describe('the buckets of a record', () => {
  it('are its task, its team and everything; a task lies in its own', () => {
    const body = { task: 't1', team: 'a' };
    expect(bucketsOf({ id: 'x', kind: 'clearance', body })).toEqual(['all', 'task:t1', 'team:a']);
    expect(bucketsOf({ id: 'x', kind: 'task', body })).toEqual(['all', 'task:x', 'team:a']);
    expect(bucketsOf({ id: 'x', kind: 'ordnance', body: { task: 7 } })).toEqual(['all']);
  });
});
