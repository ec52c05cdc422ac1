import { expect, test } from 'vitest';
import { LAND_NOTICE, legendEntries } from '#app/map/legend.ts';
import { ordnance } from '#domain/kinds/ordnance.ts';
import { ordnanceCategories } from '#domain/ordnance-category.ts';

test('every symbol that an item can have is in the legend', () => {
  const shown = legendEntries().map(({ symbol }) => `${symbol.shape}/${symbol.colour}`);
  for (const category of Object.keys(ordnanceCategories)) {
    const { shape, colour } = ordnance.symbol({ category });
    expect(shown, category).toContain(`${shape}/${colour}`);
  }
});

test('no two lines look the same', () => {
  const looks = legendEntries().map(
    ({ symbol, standing, text, isSeveral }) =>
      `${symbol.shape}/${symbol.colour}/${standing}/${isSeveral}${text.startsWith('Filled') ? '!' : ''}`,
  );
  expect(new Set(looks).size).toBe(looks.length);
});

test('the legend never calls land safe', () => {
  const words = [LAND_NOTICE, ...legendEntries().map((entry) => entry.text)].join(' ');
  expect(words).toContain('not permission to enter');
  expect(words).not.toMatch(/\bsafe/i);
});
