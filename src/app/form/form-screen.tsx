import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import type { Draft } from '#store/phone.ts';
import { useApp, usePhone } from '../shell/app-context.ts';
import type { Route } from '../shell/router.ts';
import { Screen } from '../shell/screen.tsx';
import { sentenceOf } from '../shell/session.ts';
import { createDraftKeeper, type DraftKeeper } from './draft-keeper.ts';
import { RecordForm } from './record-form.tsx';
import { withPreset } from './recognise-preset.ts';
import { followTask, withTask } from './task-defaults.ts';

type Opened =
  | { readonly type: 'opening' }
  | { readonly type: 'problem'; readonly message: string }
  | { readonly type: 'open'; readonly kind: KindDeclaration; readonly keeper: DraftKeeper };

/** A draft is stored at the latest this long after a change. */
const keepAfterMs = 250;

/** A new record, a draft taken up again, or changes to a record. */
export function FormScreen({ route }: { route: Extract<Route, { screen: 'new' }> }): JSX.Element {
  const { registry, router, now } = useApp();
  const { phone, taskInHand } = usePhone();
  const [opened, setOpened] = useState<Opened>({ type: 'opening' });
  const kind = registry.get(route.kind);

  useEffect(() => {
    let gone = false;
    let keeper: DraftKeeper | null = null;
    let unfollow = () => {};
    async function open(known: KindDeclaration) {
      const stored = route.draft === undefined ? undefined : await phone.drafts.get(route.draft);
      if (route.draft !== undefined && !stored) throw new Error('This draft was saved or discarded already.');
      const draft = stored ?? (await phone.drafts.open(known.kind, route.record));
      const isStored = phone.drafts.list.value.some(({ id }) => id === draft.id);
      if (gone) return;
      keeper = createDraftKeeper({
        kind: known,
        draft: isStored
          ? draft
          : route.record !== undefined
            ? withPreset(known, draft)
            : startedFor(known, draft),
        stored: isStored,
        put: async (next) => {
          await phone.drafts.put(next);
          // From now on the form has an address of its own, and a reload comes back to it.
          const at = router.route.value;
          if (at.screen === 'new' && at.draft === undefined && !gone)
            router.replace(`/new/${known.kind}/${next.id}`);
        },
        discard: async (id) => phone.drafts.discard(id),
        now,
        later: (run) => {
          const timer = setTimeout(run, keepAfterMs);
          return () => clearTimeout(timer);
        },
      });
      unfollow = followTask(known, keeper, taskInHand.task);
      setOpened({ type: 'open', kind: known, keeper });
    }
    const startedFor = (known: KindDeclaration, draft: Draft): Draft => {
      const task = taskInHand.task.value;
      if (!task) return draft;
      return { ...draft, values: withTask(known, draft.values, { id: task.state.id, values: task.values }) };
    };
    if (!kind)
      setOpened({ type: 'problem', message: 'This version of the app does not know such a record.' });
    else open(kind).catch((error: unknown) => setOpened({ type: 'problem', message: sentenceOf(error) }));

    const keepNow = () => void keeper?.flush();
    const whenHidden = () => {
      if (document.visibilityState === 'hidden') keepNow();
    };
    document.addEventListener('visibilitychange', whenHidden);
    globalThis.addEventListener('pagehide', keepNow);
    return () => {
      gone = true;
      unfollow();
      document.removeEventListener('visibilitychange', whenHidden);
      globalThis.removeEventListener('pagehide', keepNow);
      void keeper?.leave();
    };
    // The draft's own address comes later and changes nothing here.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [phone, route.kind]);

  const title = kind?.label ?? 'Record';
  if (opened.type === 'open') return <RecordForm kind={opened.kind} keeper={opened.keeper} />;
  return (
    <Screen title={title}>
      {opened.type === 'problem' ? (
        <p class="notice bad" role="alert">
          {opened.message}
        </p>
      ) : (
        <p class="empty" aria-busy="true">
          Opening…
        </p>
      )}
    </Screen>
  );
}
