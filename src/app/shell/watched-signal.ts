import { type ReadonlySignal, signal } from '@preact/signals';
import type { ReadModel, Watched } from '#store/phone.ts';

// One signal a source, as long as the source lives: screens come and go, the phone's memory stays.
const bridges = new WeakMap<object, ReadonlySignal<unknown>>();

/** The watched value as a signal, so that a screen that reads it follows it. */
export function signalOf<T>(watched: Watched<T>): ReadonlySignal<T> {
  const known = bridges.get(watched) as ReadonlySignal<T> | undefined;
  if (known) return known;
  const bridge = signal(watched.value);
  watched.subscribe((value) => {
    bridge.value = value;
  });
  bridges.set(watched, bridge);
  return bridge;
}

const versions = new WeakMap<ReadModel, ReadonlySignal<number>>();

/** A number that grows with every change of the records; a screen that reads it is drawn anew then. */
export function versionOf(model: ReadModel): ReadonlySignal<number> {
  const known = versions.get(model);
  if (known) return known;
  const version = signal(0);
  model.subscribe(() => {
    version.value += 1;
  });
  versions.set(model, version);
  return version;
}
