import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AnyValues, Field } from '#domain/fields/field.ts';
import { type LandPart, leftOf, overlapWith } from '#domain/geo/land-left.ts';
import type { Polygonal } from '#domain/geo/shape.ts';
import { useApp, usePhone } from '../../shell/app-context.ts';
import { versionOf } from '../../shell/watched-signal.ts';
import { kindWith, type LandAround, landAround, nothingAround } from './land-around.ts';

/** So long a step may take before the screen has its turn again. */
const stepMs = 8;
/** A figure follows a drag at this distance: clipping at every move would hold up the finger. */
const restMs = 120;

export interface LandInWork {
  readonly around: LandAround;
  readonly overlap: LandPart | null;
  /** Of the task; null while it is computed, and where there is no task. */
  readonly left: LandPart | null;
}

/** What the area in work covers twice, and what of its task is left to cover. */
export function useLand(name: string, field: Field, values: AnyValues, shape: Polygonal | null): LandInWork {
  const { registry } = useApp();
  const { phone } = usePhone();
  const version = versionOf(phone.model).value;
  const { task, product, searchClass, code } = values;
  // What lies around depends on these alone: not on the corners, which change with every move.
  const around = useMemo(() => {
    const kind = kindWith(registry, name, field);
    return kind ? landAround(phone.model, kind, name, values) : nothingAround;
    // oxlint-disable-next-line react/exhaustive-deps
  }, [registry, phone, version, name, field, task, product, searchClass, code]);

  const [overlap, setOverlap] = useState<LandPart | null>(null);
  useEffect(() => {
    if (!shape || around.earlier.length === 0) {
      setOverlap(null);
      return undefined;
    }
    const timer = setTimeout(() => setOverlap(overlapWith(shape, around.earlier)), restMs);
    return () => clearTimeout(timer);
  }, [around, shape]);

  const [left, setLeft] = useState<LandPart | null>(null);
  useEffect(() => {
    setLeft(null);
    if (!around.task) return undefined;
    const steps = leftOf(around.task.shape, around.earlier);
    let timer = setTimeout(function goOn() {
      const until = performance.now() + stepMs;
      let step = steps.next();
      while (!step.done && performance.now() < until) step = steps.next();
      if (step.done) setLeft(step.value);
      else timer = setTimeout(goOn);
    });
    return () => clearTimeout(timer);
  }, [around]);
  return { around, overlap, left };
}
