import { ordnanceCategories } from '../ordnance-category.ts';
import { taskField } from './common-fields.ts';
import { defineKind, type ItemEvent, type MapSymbol } from './declaration.ts';

const destroyed = [
  'destroyed-in-situ',
  'destroyed-at-demolition-site',
  'rendered-safe',
  'not-stated',
] as const;

const symbols: Readonly<Record<string, MapSymbol>> = {
  'ap-mine': { shape: 'triangle', colour: 'danger' },
  'improvised-ap-mine': { shape: 'triangle', colour: 'danger' },
  'at-mine': { shape: 'square', colour: 'ink' },
  ied: { shape: 'diamond', colour: 'danger' },
  'booby-trap': { shape: 'diamond', colour: 'danger' },
  unknown: { shape: 'cross', colour: 'danger' },
};

/** Explosive ordnance found, and what became of it. No technical or render-safe information, ever. */
export const ordnance = defineKind({
  kind: 'ordnance',
  label: 'Found ordnance',
  plural: 'Found ordnance',
  action: 'Found ordnance',
  letter: 'O',
  about:
    'Explosive ordnance found at a position. Found counts on the date of the record, destroyed on the date of each disposal; disposals never exceed the count.',
  fields: {
    category: {
      type: 'choice',
      label: 'What is it?',
      noun: 'category',
      group: 'item',
      required: true,
      look: 'tiles',
      options: ordnanceCategories,
      importOnly: ['explosive-kg'],
    },
    model: {
      type: 'text',
      label: 'Model',
      group: 'item',
      help: 'Suggested models, or your own words. Leave empty when it is not known.',
      suggest: { from: 'ordnance-catalogue', by: 'category' },
    },
    count: {
      type: 'count',
      label: 'How many',
      noun: 'number of items',
      group: 'amount',
      required: true,
      min: 1,
      initial: 1,
    },
    location: {
      type: 'choice',
      label: 'Where it is now',
      noun: 'place where it is now',
      group: 'amount',
      required: true,
      more: true,
      options: {
        'in-place': 'In place and marked',
        'temporary-storage': 'Temporary storage',
        gone: 'Gone',
        'not-stated': 'Not stated',
      },
      importOnly: ['not-stated'],
    },
    disposals: {
      type: 'list',
      label: 'Disposals',
      itemLabel: 'Disposal',
      group: 'amount',
      more: true,
      item: {
        on: { type: 'date', label: 'On', required: true, initial: 'today' },
        count: { type: 'count', label: 'How many', required: true, min: 1 },
        how: {
          type: 'choice',
          label: 'How',
          required: true,
          options: {
            'destroyed-in-situ': 'Destroyed here',
            'destroyed-at-demolition-site': 'Destroyed elsewhere',
            'rendered-safe': 'Rendered safe',
            'handed-over': 'Handed over',
            'not-stated': 'Not stated',
          },
          importOnly: ['not-stated'],
        },
        to: { type: 'text', label: 'Handed over to', when: { how: ['handed-over'] } },
        team: { type: 'reference', to: 'team', label: 'By team' },
      },
    },
    depthCm: { type: 'number', unit: 'cm', label: 'Depth', min: 0, max: 2_000, more: true },
    condition: {
      type: 'choice',
      label: 'Condition',
      more: true,
      options: {
        intact: 'Intact',
        damaged: 'Damaged',
        corroded: 'Corroded',
        burnt: 'Burnt',
        unknown: 'Unknown',
      },
    },
    place: { type: 'position', label: 'Position', required: true },
    task: taskField,
  },
  presets: {
    label: 'What was done',
    sets: 'location',
    options: {
      'destroyed-here': {
        label: 'Destroyed here',
        apply: (values) => disposedOf(values, 'destroyed-in-situ'),
      },
      'left-marked': { label: 'Left, marked', apply: () => ({ location: 'in-place', disposals: [] }) },
      'in-storage': {
        label: 'In temporary storage',
        apply: () => ({ location: 'temporary-storage', disposals: [] }),
      },
      'handed-over': { label: 'Handed over', apply: (values) => disposedOf(values, 'handed-over') },
      'destroyed-elsewhere': {
        label: 'Destroyed elsewhere',
        apply: (values) => disposedOf(values, 'destroyed-at-demolition-site'),
      },
      'rendered-safe': { label: 'Rendered safe', apply: (values) => disposedOf(values, 'rendered-safe') },
    },
  },
  title: (values) => {
    const category = values.category ? ordnanceCategories[values.category] : 'Ordnance';
    return `${values.model || category} × ${values.count ?? '?'}`;
  },
  symbol: (values) => symbols[values.category ?? ''] ?? { shape: 'circle', colour: 'ink' },
  rules: (values) => {
    const disposed = (values.disposals ?? []).reduce((sum, disposal) => sum + (disposal.count ?? 0), 0);
    if (values.count == null || disposed <= values.count) return [];
    return [
      {
        code: 'disposed-exceeds-count',
        severity: 'error',
        field: 'disposals',
        message: `${disposed} disposed of, but only ${values.count} found. Correct one of the two numbers.`,
      },
    ];
  },
  danger: {
    shows: ['category', 'count', 'location', 'place', 'date'],
    is: ({ location, count, disposals, place }) => {
      const disposed = (disposals ?? []).reduce((sum, disposal) => sum + (disposal.count ?? 0), 0);
      return location === 'in-place' && place != null && disposed < (count ?? Infinity);
    },
  },
  items: (values) => {
    const category = values.category ?? 'unknown';
    const events: ItemEvent[] = [];
    if (values.date && values.count != null) {
      events.push({ measure: 'found', category, on: values.date, count: values.count });
    }
    for (const disposal of values.disposals ?? []) {
      if (!disposal.on || disposal.count == null || !destroyed.some((how) => how === disposal.how)) continue;
      events.push({ measure: 'destroyed', category, on: disposal.on, count: disposal.count });
    }
    return events;
  },
});

type Disposal = {
  readonly date?: string | null;
  readonly count?: number | null;
  readonly team?: string | null;
};

function disposedOf<How extends string>({ date, count, team }: Disposal, how: How) {
  return {
    location: 'gone' as const,
    disposals: [{ on: date ?? null, count: count ?? 1, how, ...(team ? { team } : {}) }],
  };
}
