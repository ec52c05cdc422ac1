import { type ComponentType, type JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { createLateOverlays } from '../overlay/late-overlays.ts';
import { Home } from '../screens/home.tsx';
import { createDanger, DangerContext } from '../danger/danger-context.ts';
import { DangerOverScreens } from '../danger/danger-slot.tsx';
import { AppContext, type App as AppServices, PhoneContext, useApp } from './app-context.ts';
import type { LateLedger } from './late-ledger.ts';
import type { Route } from './router.ts';
import { sentenceOf, type SessionState } from './session.ts';
import { SignInScreen } from './sign-in-screen.tsx';
import { createTaskInHand } from './task-in-hand.ts';
import { Toasts } from './toasts.tsx';

/** Screens over the map are loaded when first needed; the service worker has them on the phone. */
const screens = {
  records: async () => (await import('../screens/records.tsx')).RecordsScreen,
  record: async () => (await import('../screens/record.tsx')).RecordScreen,
  today: async () => (await import('../screens/today.tsx')).TodayScreen,
  attention: async () => (await import('../screens/attention.tsx')).AttentionScreen,
  help: async () => (await import('../screens/help.tsx')).HelpScreen,
  new: async () => (await import('../form/form-screen.tsx')).FormScreen,
  unknown: async () => (await import('../screens/unknown.tsx')).UnknownScreen,
  desk: async () => (await import('../desk/desk-screen.tsx')).DeskScreen,
} as const;
/** A desk shows what comes in within seconds; a phone saves its battery. */
const deskPollMs = 3_000;
const phonePollMs = 60_000;

type LoadedScreen = keyof typeof screens;

export function App({ services }: { services: AppServices }): JSX.Element {
  const state = services.session.state.value;
  return (
    <AppContext.Provider value={services}>
      {state.type === 'open' ? <SignedIn key={state.user.id} state={state} /> : <Outside state={state} />}
      <Toasts />
    </AppContext.Provider>
  );
}

function Outside({ state }: { state: Exclude<SessionState, { type: 'open' }> }): JSX.Element {
  const { session } = useApp();
  if (state.type === 'starting') return <p class="empty">Opening…</p>;
  if (state.type === 'signed-out') return <SignInScreen notice={state.notice} />;
  return (
    <main class="sign-in">
      <div class="stack" role="alert">
        <h1>The app could not open its memory</h1>
        <p class="notice bad">{state.message}</p>
        <p>What was saved is still on this phone.</p>
        <button type="button" class="button primary" onClick={() => void session.start()}>
          Try again
        </button>
        <button type="button" class="button" onClick={() => session.signInAnew()}>
          Sign in
        </button>
      </div>
    </main>
  );
}

function SignedIn({ state }: { state: Extract<SessionState, { type: 'open' }> }): JSX.Element {
  const { memory, router, locator, now } = useApp();
  const { phone } = state;
  const open = useMemo(
    () => ({
      phone,
      taskInHand: createTaskInHand(phone, memory),
      overlays: createLateOverlays(state.user.id, now),
    }),
    [phone, memory, state.user.id, now],
  );
  useEffect(() => () => open.overlays.close(), [open]);
  const danger = useMemo(() => createDanger({ ...open, locator, memory, now }), [open, locator, memory, now]);
  const route = router.route.value;
  useEffect(() => {
    if (route.screen !== 'sign-in') return;
    router.replace(phone.session.value.user.role === 'supervisor' ? '/desk' : '/');
  }, [route, router, phone]);
  const atDesk = route.screen === 'desk';
  useEffect(() => phone.setPace({ pollMs: atDesk ? deskPollMs : phonePollMs }), [phone, atDesk]);
  useEffect(() => (atDesk ? undefined : danger.start()), [danger, atDesk]);
  if (atDesk) {
    return (
      <PhoneContext.Provider value={open}>
        <Loaded name="desk" route={route} />
      </PhoneContext.Provider>
    );
  }
  const over = route.screen === 'home' || route.screen === 'sign-in' ? null : route.screen;
  return (
    <PhoneContext.Provider value={open}>
      <DangerContext.Provider value={danger}>
        <DangerOverScreens />
        {/* The map stays under the other screens, so that "back" is at once where it was. */}
        <Home covered={over !== null} />
        {over === null ? null : <Loaded key={keyOf(route)} name={over} route={route} />}
      </DangerContext.Provider>
    </PhoneContext.Provider>
  );
}

/** A form keeps its state when its draft gets an address; another kind is another form. */
const keyOf = (route: Route) =>
  route.screen === 'new' ? `new/${route.kind}` : route.screen === 'record' ? route.id : route.screen;

function Loaded({ name, route }: { name: LoadedScreen; route: Route }): JSX.Element {
  const [screen, setScreen] = useState<{ readonly show: ComponentType<{ route: never }> } | null>(null);
  const { ledger } = useApp();
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    Promise.all([screens[name](), ledger.load()]).then(
      ([show]) => setScreen({ show: show as ComponentType<{ route: never }> }),
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  }, [name, ledger]);
  if (problem !== null) {
    return (
      <main class="screen">
        <p class="notice bad" role="alert">
          This part of the app is not on the phone yet: {problem} Open it once with a network.
        </p>
        <a class="button" href="/">
          Back to the map
        </a>
      </main>
    );
  }
  if (!screen) return <div class="screen" aria-busy="true" />;
  const Show = screen.show as ComponentType<{ route: Route }>;
  return <Show route={route} />;
}

/** Brings every screen of the phone into memory while nothing else is to do: an update may take its file away. */
export async function preloadScreens(ledger: LateLedger): Promise<void> {
  const { desk: _, ...onPhone } = screens;
  await Promise.allSettled([
    ledger.load(),
    import('./status-sheet.tsx'),
    ...Object.values(onPhone).map((load) => load()),
  ]);
}
