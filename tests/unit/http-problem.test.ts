import { expect, it } from 'vitest';
import { problemOf } from '#server/http/api-problem.ts';
import { busy } from '#server/storage/storage-problem.ts';

/** An error as a database driver throws it. */
const driverError = (message: string, fields: object) => Object.assign(new Error(message), fields);

it.each([
  ['more waits than can be written soon', busy(), 'busy'],
  ['another process writes for long', driverError('database is locked', { errcode: 261 }), 'busy'],
  ['a lock is not had in time', driverError('canceling statement', { code: '55P03' }), 'busy'],
  ['two transactions wait for each other', driverError('deadlock', { code: '40P01' }), 'busy'],
  ['the disk is full', driverError('database or disk is full', { errcode: 13 }), 'disk-full'],
  ['the database’s disk is full', driverError('could not extend file', { code: '53100' }), 'disk-full'],
  ['the database is restarted', driverError('terminating connection', { code: '57P01' }), 'unreachable'],
  ['the database is down', driverError('connect', { code: 'ECONNREFUSED' }), 'unreachable'],
  ['a connection breaks', new Error('Connection terminated unexpectedly'), 'unreachable'],
])('a phone is told to come back when %s', async (_, error, code) => {
  const response = problemOf(error)?.response();
  expect(response?.status).toBe(503);
  expect(Number(response?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(response?.headers.get('content-type')).toMatch('application/problem+json');
  expect(await response?.json()).toMatchObject({ code, status: 503, title: expect.stringMatching(/\.$/) });
});

it.each([
  ['a key that is there twice', driverError('duplicate key', { code: '23505' })],
  ['a fault in a program', new TypeError('x is undefined')],
  ['what is no error', 'text'],
])('%s is a fault of the server, which is not tried again by itself', (_, error) => {
  expect(problemOf(error)).toBeUndefined();
});
