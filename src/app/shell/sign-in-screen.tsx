import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useApp } from './app-context.ts';
import { SignInForm } from './sign-in-form.tsx';

export function SignInScreen({ notice }: { notice: string | undefined }): JSX.Element {
  const { router } = useApp();
  useEffect(() => {
    document.title = 'Sign in · Safelane';
  }, []);
  const wanted = router.route.value;
  return (
    <main class="sign-in">
      <div class="stack">
        <div class="brand-mark">
          <img src="/icons/safelane.svg" width="56" height="56" alt="" />
          <div>
            <h1>Safelane</h1>
            <p class="quiet">Field reports of mine action</p>
          </div>
        </div>
        {notice === undefined ? null : <p class="notice warn">{notice}</p>}
        <SignInForm
          onDone={() => {
            // Where somebody wanted to go stays; from the front door a supervisor goes to the desk.
            if (wanted.screen === 'home') router.replace('/sign-in');
          }}
        />
        <p class="quiet">
          The first sign-in needs a network. After that the app starts and works without one. Was it in use on
          this phone before? What was sent comes back when you sign in.
        </p>
      </div>
    </main>
  );
}
