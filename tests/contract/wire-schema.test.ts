import { changeSchema, hashOf } from '#protocol/change.ts';
import { carriedChangeSchema, changesFileSchema } from '#protocol/changes-file.ts';
import { pageSchema } from '#protocol/page.ts';
import { oldestProtocol, protocolVersion } from '#protocol/version.ts';
import {
  phonesAnswerSchema,
  problemSchema,
  pushAnswerSchema,
  pushRequestSchema,
  sessionAnswerSchema,
  sessionRequestSchema,
} from '#protocol/wire.ts';
import { toJsonSchema } from '@valibot/to-json-schema';
import { expect, it } from 'vitest';

/**
 * What crossed the wire in each version, by itself or as a file. Phones stay away for weeks: when this fails, the schemas have changed. Raise
 * `protocolVersion`, say in src/protocol/version.ts what is new, and put the new hash beside the old ones, which stay.
 */
const hashes: Readonly<Record<number, string>> = {
  1: '56ea59578d11ff71a9d5fe300e0a6bd85cac64da1d2f58c02c599a5ce080c98c',
};

const wire = {
  carriedChange: carriedChangeSchema,
  change: changeSchema,
  changesFile: changesFileSchema,
  page: pageSchema,
  phonesAnswer: phonesAnswerSchema,
  problem: problemSchema,
  pushAnswer: pushAnswerSchema,
  pushRequest: pushRequestSchema,
  sessionAnswer: sessionAnswerSchema,
  sessionRequest: sessionRequestSchema,
};

it('does not change without a new version of the protocol', () => {
  const schemas = Object.entries(wire).map(([name, schema]) => [
    name,
    toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' }),
  ]);
  expect(hashOf(JSON.stringify(schemas))).toBe(hashes[protocolVersion]);
});

it('has a hash for every version that a server still answers', () => {
  for (let version = oldestProtocol; version <= protocolVersion; version++) {
    expect(hashes[version]).toMatch(/^[0-9a-f]{64}$/);
  }
});
