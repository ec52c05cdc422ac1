import { landProducts } from '../land-product.ts';
import { taskField } from './common-fields.ts';
import { defineKind } from './declaration.ts';

const worked = { product: ['cleared', 'reduced'] } as const;
export const searchClasses = { surface: 'Surface', subsurface: 'Subsurface' } as const;
export const clearanceMethods = {
  manual: 'Manual',
  mechanical: 'Mechanical',
  animal: 'Animal',
  'bac-surface': 'Battle area, surface',
  'bac-subsurface': 'Battle area, subsurface',
} as const;

/** Land worked on: the day's progress of a team (IMAS 07.11 products of land release). */
export const clearance = defineKind({
  kind: 'clearance',
  label: 'Cleared area',
  plural: 'Cleared areas',
  action: 'Cleared area',
  letter: 'C',
  about:
    'Land worked on, the progress of a day. Cleared, reduced and cancelled land are never summed. Land recorded twice for the same task, product and search class counts once.',
  fields: {
    place: { type: 'polygon', label: 'Area' },
    statedAreaM2: {
      type: 'number',
      unit: 'm²',
      label: 'Stated area',
      help: 'Where the area is known but no polygon is.',
      group: 'area',
      min: 0,
      more: true,
    },
    areaBasis: {
      type: 'choice',
      label: 'Area counts as',
      noun: 'way the area counts',
      group: 'area',
      more: true,
      initial: 'computed',
      options: { computed: 'Computed from the polygon', measured: 'Measured by lanes', stated: 'Stated' },
    },
    lanes: {
      type: 'list',
      label: 'Lanes',
      itemLabel: 'Lane',
      group: 'area',
      more: true,
      item: {
        startM: { type: 'number', unit: 'm', label: 'Start at', min: 0 },
        lengthM: { type: 'number', unit: 'm', label: 'Length', required: true, min: 0 },
        widthM: { type: 'number', unit: 'm', label: 'Width', required: true, min: 0 },
      },
    },
    product: {
      type: 'choice',
      label: 'Product',
      group: 'work',
      required: true,
      initial: 'cleared',
      remembered: true,
      options: landProducts,
    },
    method: {
      type: 'choice',
      label: 'Method',
      group: 'work',
      remembered: true,
      when: worked,
      options: clearanceMethods,
    },
    searchClass: {
      type: 'choice',
      label: 'Search',
      noun: 'search class',
      group: 'work',
      remembered: true,
      when: worked,
      options: searchClasses,
    },
    depthCm: {
      type: 'number',
      unit: 'cm',
      label: 'Depth',
      group: 'work',
      remembered: true,
      min: 0,
      max: 2_000,
      when: worked,
    },
    purpose: {
      type: 'choice',
      label: 'Purpose',
      group: 'work',
      more: true,
      when: worked,
      options: {
        first: 'First clearance',
        're-clearance': 'Re-clearance',
        'missed-mine-check': 'Missed-mine check',
      },
    },
    task: taskField,
  },
  title: (values) => landProducts[values.product ?? 'cleared'],
  symbol: (values) => ({ shape: 'area', colour: values.product ?? 'cleared' }),
  rules: (values) => {
    if (values.place || values.statedAreaM2 != null || (values.lanes ?? []).length > 0) return [];
    return [
      {
        code: 'no-area',
        severity: 'error',
        field: 'place',
        message: 'Tap the corners of the area, or state how large it is.',
      },
    ];
  },
  taped: { list: 'lanes', counts: { areaBasis: 'measured' } },
  land: (values) => {
    const product = values.product ?? 'cleared';
    const shape = values.place?.shape;
    const lanesM2 = (values.lanes ?? []).reduce(
      (sum, lane) => sum + (lane.lengthM ?? 0) * (lane.widthM ?? 0),
      0,
    );
    const wanted = values.areaBasis ?? (shape ? 'computed' : 'stated');
    const givenM2 = [values.statedAreaM2 ?? 0, lanesM2].filter((given) => given > 0);
    const claim = {
      product,
      key: `${values.task ?? ''}|${product}|${product === 'cancelled' ? '' : (values.searchClass ?? '')}`,
      ...(shape && { shape }),
      ...(givenM2.length > 0 && { givenM2 }),
    };
    if (wanted === 'measured' && lanesM2 > 0) return { ...claim, basis: 'measured', areaM2: lanesM2 };
    if (wanted === 'computed' && shape) return { ...claim, basis: 'computed' };
    if (values.statedAreaM2 != null) return { ...claim, basis: 'stated', areaM2: values.statedAreaM2 };
    if (lanesM2 > 0) return { ...claim, basis: 'measured', areaM2: lanesM2 };
    return shape ? { ...claim, basis: 'computed' } : null;
  },
});
