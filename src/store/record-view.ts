import type { AnyValues } from '#domain/fields/field.ts';
import type { Bounds } from '#domain/geo/shape.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { groupsOf, valuesOf } from '#domain/merge-groups.ts';
import type { Pack } from '#protocol/pack.ts';
import type { RecordState } from '#protocol/record.ts';
import type { RecordView, WorldDegrees } from './phone.ts';

/** Values are read from the body when somebody asks: most of 10,000 records are only drawn. */
export function recordView(
  registry: Registry,
  state: RecordState,
  delivery: RecordView['delivery'],
): RecordView {
  const kind = registry.get(state.kind);
  let values: AnyValues | undefined;
  return {
    state,
    kind,
    code: codeOf(state.body['code'], state.id),
    delivery,
    get values() {
      values ??= kind ? valuesOf(kind.fields, state.body) : {};
      return values;
    },
  };
}

/**
 * A row of a pack as a person sees it; decoded as far as somebody asks.
 * @param siblings lives as long as the view
 */
export function packedView(pack: Pack, row: number, registry: Registry, siblings?: object): RecordView {
  return new PackedView(pack, row, registry, siblings);
}

/** The values without the place, which is most of a record: decoded for the one who asks, and not kept. */
export function plainValuesOf(view: RecordView): AnyValues {
  const { packed, kind } = view;
  if (!packed) return view.values;
  return kind ? valuesOf(kind.fields, packed.pack.plainBodyAt(packed.row)) : {};
}

/** One of the values, for whoever goes through many records: nothing else is decoded where it stands alone. */
export function valueOf(view: RecordView, name: string): unknown {
  const { packed, kind } = view;
  if (!packed || !kind) return view.values[name];
  const isAlone = kind.fields[name]?.group === undefined && groupsOf(kind.fields).get(name)?.length === 1;
  return isAlone ? packed.pack.groupAt(packed.row, name) : plainValuesOf(view)[name];
}

export function idOf(view: RecordView): string {
  const { packed } = view;
  return packed ? packed.pack.idAt(packed.row) : view.state.id;
}

export function statusOf(view: RecordView): RecordState['status'] {
  const { packed } = view;
  return packed ? packed.pack.statusAt(packed.row) : view.state.status;
}

class PackedView implements RecordView {
  readonly delivery = 'sent';
  readonly #pack: Pack;
  readonly #row: number;
  readonly #registry: Registry;
  /** Held, and never read: so the pack finds this view again for as long as anybody has it. */
  readonly siblings: object | undefined;
  #state: RecordState | undefined;
  #values: AnyValues | undefined;

  constructor(pack: Pack, row: number, registry: Registry, siblings: object | undefined) {
    this.#pack = pack;
    this.#row = row;
    this.#registry = registry;
    this.siblings = siblings;
  }

  get state(): RecordState {
    return (this.#state ??= this.#pack.stateAt(this.#row));
  }

  get kind(): RecordView['kind'] {
    return this.#registry.get(this.#pack.kindAt(this.#row));
  }

  get values(): AnyValues {
    const { kind } = this;
    return (this.#values ??= kind ? valuesOf(kind.fields, this.state.body) : {});
  }

  get code(): string {
    return codeAt(this.#pack, this.#row);
  }

  get packed(): NonNullable<RecordView['packed']> {
    return { pack: this.#pack, row: this.#row };
  }
}

export function codeAt(pack: Pack, row: number): string {
  return codeOf(pack.groupAt(row, 'code'), pack.idAt(row));
}

/** What people say for it; a record of a newer app may have none. */
function codeOf(code: unknown, id: string): string {
  return typeof code === 'string' && code !== '' ? code : id.slice(-8);
}

/** A box that goes over the antimeridian goes on eastwards. */
export const worldDegrees = ([west, south, east, north]: Bounds): WorldDegrees => [
  west,
  south,
  east < west ? east + 360 : east,
  north,
];
