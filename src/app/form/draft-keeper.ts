import { type ReadonlySignal, signal } from '@preact/signals';
import { type AnyValues } from '#domain/fields/field.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import { sameValue } from '#domain/merge-groups.ts';
import type { Draft } from '#store/phone.ts';
import { sentenceOf } from '../shell/session.ts';

type Kept = 'untouched' | 'waiting' | 'kept' | { readonly problem: string };

export interface DraftKeeper {
  readonly draft: ReadonlySignal<Draft>;
  readonly kept: ReadonlySignal<Kept>;
  /** A value given by a person: from the first one on the draft is stored. */
  set(name: string, value: unknown): void;
  /** A value that the app found by itself, as a position: it alone makes no draft. */
  fill(name: string, value: unknown): void;
  /** What a person typed that is no value of the field yet; undefined where everything is. */
  keepUnfinished(name: string, typed: unknown): void;
  choosePreset(name: string): void;
  /** Stores what is not stored yet, now: the page may be gone the next moment. */
  flush(): Promise<void>;
  /** Takes the draft out of keeping, for the save: nothing is stored any more after this. */
  release(): Promise<Draft>;
  /** Goes on after a save that did not work. */
  resume(): void;
  /** Leaving the form: stored as it is; a draft without a value of a person's vanishes. */
  leave(): Promise<void>;
}

export interface DraftKeeperPorts {
  readonly kind: KindDeclaration;
  /** As the form opened it, with what the app filled in. */
  readonly draft: Draft;
  /** Whether it was stored before: then it is a draft already. */
  readonly stored: boolean;
  readonly put: (draft: Draft) => Promise<void>;
  readonly discard: (id: string) => Promise<void>;
  readonly now: () => number;
  /** Runs something a little later. @returns how to call it off */
  readonly later: (run: () => void) => () => void;
}

/** Keeps a form as a draft from the first touch, and a preset's answer true to the other values. */
export function createDraftKeeper(ports: DraftKeeperPorts): DraftKeeper {
  const { kind, put, now } = ports;
  const draft = signal(ports.draft);
  const kept = signal<Kept>(ports.stored ? 'kept' : 'untouched');
  let touched = ports.stored;
  let released = false;
  let callOff: (() => void) | null = null;
  let writing: Promise<void> = Promise.resolve();
  let unwritten = false;

  function write(): Promise<void> {
    callOff?.();
    callOff = null;
    if (!unwritten || released) return writing;
    unwritten = false;
    const current = draft.value;
    // One after the other, so that the later call wins.
    writing = writing.then(async () => {
      try {
        await put(current);
        if (!unwritten) kept.value = 'kept';
      } catch (error) {
        kept.value = { problem: sentenceOf(error) };
      }
    });
    return writing;
  }

  function change(values: AnyValues, preset: string | undefined, byHand: boolean) {
    const { preset: _, ...rest } = draft.value;
    take({ ...rest, values, ...(preset === undefined ? {} : { preset }) }, byHand);
  }

  function take(next: Draft, byHand: boolean) {
    draft.value = { ...next, touchedAt: new Date(now()).toISOString() };
    touched ||= byHand;
    if (!touched || released) return;
    unwritten = true;
    kept.value = 'waiting';
    callOff ??= ports.later(() => void write());
  }

  const presetNamed = (name: string | undefined) =>
    name === undefined ? undefined : kind.presets?.options[name];

  function assign(name: string, value: unknown, byHand: boolean) {
    const { values, preset } = draft.value;
    const next = { ...values, [name]: value };
    const applied = presetNamed(preset)?.apply(next);
    // Whoever changes by hand what the preset filled in has left the preset behind.
    if (!applied || name in applied) change(next, undefined, byHand);
    else change({ ...next, ...applied }, preset, byHand);
  }

  return {
    draft,
    kept,
    set: (name, value) => assign(name, value, true),
    fill: (name, value) => {
      if (!sameValue(draft.value.values[name], value)) assign(name, value, false);
    },
    keepUnfinished(name, typed) {
      const { unfinished = {}, ...rest } = draft.value;
      const others = Object.entries(unfinished).filter(([other]) => other !== name);
      const next = Object.fromEntries(typed === undefined ? others : [...others, [name, typed]]);
      take(Object.keys(next).length === 0 ? rest : { ...rest, unfinished: next }, true);
    },
    choosePreset(name) {
      const { values } = draft.value;
      const applied = presetNamed(name)?.apply(values);
      if (applied) change({ ...values, ...applied }, name, true);
    },
    flush: write,
    async release() {
      callOff?.();
      callOff = null;
      released = true;
      await writing;
      return draft.value;
    },
    resume() {
      released = false;
      touched = true;
      unwritten = true;
      void write();
    },
    async leave() {
      if (released || !touched) return;
      await write();
      const { values, unfinished, id } = draft.value;
      if (unfinished === undefined && sameValue(values, ports.draft.values) && !ports.stored)
        await ports.discard(id);
    },
  };
}
