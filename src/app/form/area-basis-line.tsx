import type { JSX } from 'preact';
import { type AreaBasis, areaBasisOf } from '#domain/area-basis.ts';
import type { AnyValues } from '#domain/fields/field.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';

interface AreaBasisLineProps {
  readonly kind: KindDeclaration;
  readonly values: AnyValues;
  /** The person wants to measure by tape. */
  readonly onTape: () => void;
}

/** By which area the record counts, beside what else is known of it; and what to do where GPS is too coarse. */
export function AreaBasisLine({ kind, values, onTape }: AreaBasisLineProps): JSX.Element {
  const found = areaBasisOf(kind, values);
  const isNews = found !== null && (found.basis !== 'computed' || hasMore(found));
  const canTape = kind.taped !== undefined && found?.basis === 'computed' && hasMore(found);
  return (
    <div role="status">
      {isNews ? (
        <div class={`area-basis ${found.isTooCoarse ? 'coarse' : ''}`}>
          <span class="number">
            {basisText(found)}
            {found.isTooCoarse ? ' GPS is too coarse for it.' : ''}
          </span>
          {canTape && (found.isTooCoarse || found.tapedM2 !== undefined) ? (
            <button type="button" class="button" onClick={onTape}>
              {found.tapedM2 === undefined ? 'Measure lanes' : 'Count the lanes'}
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

const hasMore = ({ uncertainM2 = 0, tapedM2 }: AreaBasis) => uncertainM2 > 0 || tapedM2 !== undefined;

const basisWords = {
  computed: 'computed from the polygon',
  measured: 'measured by lanes',
  stated: 'stated',
} as const;

/** `Counts as measured by lanes: 140 m²; the polygon computes 171 m² ±60 m².` */
export function basisText({ basis, countsM2, polygonM2, uncertainM2 = 0, tapedM2 }: AreaBasis): string {
  const blur = uncertainM2 > 0 ? ` ±${areaFigure(uncertainM2)}` : '';
  const parts = [
    `Counts as ${basisWords[basis]}: ${areaFigure(countsM2)}${basis === 'computed' ? blur : ''}`,
    ...(basis !== 'measured' && tapedM2 !== undefined ? [`the lanes measure ${areaFigure(tapedM2)}`] : []),
    ...(basis === 'computed'
      ? []
      : [polygonM2 === undefined ? 'not mapped' : `the polygon computes ${areaFigure(polygonM2)}${blur}`]),
  ];
  return `${parts.join('; ')}.`;
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const areaFigure = (squareMetres: number) => `${whole.format(squareMetres)} m²`;
