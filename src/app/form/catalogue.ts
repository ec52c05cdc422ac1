import type { RecordView } from '#store/phone.ts';

export interface Suggestion {
  readonly model: string;
  readonly category: string;
}

/** The catalogue groups munitions finer than the record's categories do. */
const categoryOf: Readonly<Record<string, readonly string[]>> = {
  'AP mine': ['ap-mine', 'improvised-ap-mine'],
  'AT mine': ['at-mine'],
  'Aerial bomb': ['uxo', 'axo'],
  'Booby trap': ['booby-trap'],
  Fuze: ['fuze'],
  Grenade: ['uxo', 'axo'],
  'Guided missile': ['uxo', 'axo'],
  IED: ['ied'],
  Mortar: ['uxo', 'axo'],
  Projectile: ['uxo', 'axo'],
  Rocket: ['uxo', 'axo'],
  SAA: ['saa'],
  Submunition: ['submunition'],
};

/** Model and category from the catalogue's CSV; lines that are not like that are left out. */
export function readCatalogue(csv: string): readonly Suggestion[] {
  return csv
    .split(/\r?\n/)
    .slice(1)
    .flatMap((line) => {
      const [model = '', group = ''] = line.split(',');
      if (model === '' || group === 'Unknown') return [];
      return (categoryOf[group] ?? []).map((category) => ({ model, category }));
    });
}

let loading: Promise<readonly Suggestion[]> | undefined;

/** The suggested models, fetched when first asked for; the service worker has them on the phone. */
export function loadCatalogue(): Promise<readonly Suggestion[]> {
  loading ??= fetch('/ordnance-catalogue.csv')
    .then(async (response) => (response.ok ? readCatalogue(await response.text()) : []))
    .catch(() => {
      // Without suggestions the model is typed; the next form tries again.
      loading = undefined;
      return [];
    });
  return loading;
}

/** What to suggest: the models of this phone's latest records first, then the catalogue's. */
export function suggestModels(
  catalogue: readonly Suggestion[],
  records: Iterable<RecordView>,
  given: { readonly category: unknown; readonly typed: string },
): readonly string[] {
  const recent = [...records]
    .filter(({ values }) => typeof values['model'] === 'string' && values['category'] === given.category)
    .sort((a, b) => b.state.recordedAt.localeCompare(a.state.recordedAt))
    .map(({ values }) => values['model'] as string);
  const listed = catalogue.filter(({ category }) => category === given.category).map(({ model }) => model);
  const typed = given.typed.trim().toLowerCase();
  return [...new Set([...recent, ...listed])]
    .filter((model) => model.toLowerCase().includes(typed) && model !== given.typed)
    .slice(0, 12);
}
