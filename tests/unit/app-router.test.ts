import { describe, expect, it } from 'vitest';
import { parseRoute } from '#app/shell/router.ts';

describe('addresses', () => {
  it.each([
    ['/', { screen: 'home' }],
    ['/records', { screen: 'records' }],
    ['/records/0190-a', { screen: 'record', id: '0190-a' }],
    ['/today', { screen: 'today' }],
    ['/desk', { screen: 'desk' }],
    ['/desk/tally?from=2021-03-14', { screen: 'desk' }],
    ['/new/ordnance', { screen: 'new', kind: 'ordnance' }],
    ['/new/ordnance/d1', { screen: 'new', kind: 'ordnance', draft: 'd1' }],
    ['/new/ordnance?record=r1', { screen: 'new', kind: 'ordnance', record: 'r1' }],
    ['/nowhere', { screen: 'unknown' }],
    ['/today/more', { screen: 'unknown' }],
    ['/records/%E0%A4%A', { screen: 'record', id: '%E0%A4%A' }],
  ])('%s', (address, route) => {
    expect(parseRoute(address)).toEqual(route);
  });
});
