import { checkRecord } from '#domain/check-record.ts';
import { registry } from '#domain/kinds/registry.ts';
import { differenceOf, sameValue, valuesOf } from '#domain/merge-groups.ts';
import { problemsOf } from '#domain/validate.ts';
import { anyValuesOf } from '#tests/support/domain/generators.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const given = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

describe.each(registry.kinds.map((kind) => [kind.kind, kind] as const))('any %s', (_, kind) => {
  const { fields } = kind;

  it('can be read: what a field allows, its schema takes', () => {
    fc.assert(
      fc.property(anyValuesOf(fields), (values) => {
        expect(problemsOf(kind, values).filter((problem) => problem.code === 'unreadable')).toEqual([]);
      }),
    );
  });

  it('is the same after it was written into merge groups and read back', () => {
    fc.assert(
      fc.property(anyValuesOf(fields), (values) => {
        const body = differenceOf(fields, {}, values);
        const travelled = JSON.parse(JSON.stringify(body)) as typeof body;
        expect(given(valuesOf(fields, travelled))).toEqual(given(values));
      }),
    );
  });

  it('changes exactly the groups that differ, and none when nothing was touched', () => {
    fc.assert(
      fc.property(anyValuesOf(fields), anyValuesOf(fields), (before, after) => {
        const body = differenceOf(fields, {}, before);
        expect(differenceOf(fields, before, before, body)).toEqual({});
        const changed = { ...body, ...differenceOf(fields, before, after, body) };
        expect(sameValue(given(valuesOf(fields, changed)), given(after))).toBe(true);
      }),
    );
  });

  it('has a title, a symbol and an answer of the check, whatever is filled in', () => {
    fc.assert(
      fc.property(anyValuesOf(fields), (values) => {
        expect(kind.title(values)).not.toBe('');
        expect(kind.symbol(values).shape).toBeTypeOf('string');
        const problems = checkRecord({
          kind,
          values,
          today: '2021-03-14',
          area: [44, 38, 51, 42],
          task: values,
        });
        for (const problem of problems) expect(problem.message).toMatch(/^["A-Z\d].*[.?]$/s);
      }),
    );
  });
});
