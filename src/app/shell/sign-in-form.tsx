import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useApp } from './app-context.ts';

/** User name, password, and one sentence when it did not work. */
export function SignInForm({ onDone }: { onDone: () => void }): JSX.Element {
  const { session } = useApp();
  const id = useId();
  const [visible, setVisible] = useState(false);
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState<string | null>(null);
  async function submit(form: HTMLFormElement) {
    const data = new FormData(form);
    const text = (name: string) => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    };
    const [username, password] = [text('username'), text('password')];
    if (username.trim() === '' || password === '') {
      setMessage('Give your user name and your password.');
      return;
    }
    setBusy(true);
    setMessage(null);
    const problem = await session.signIn(username, password);
    setBusy(false);
    if (problem === null) onDone();
    else setMessage(problem);
  }
  return (
    <form
      class="stack"
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit(event.currentTarget);
      }}
    >
      <div class="field">
        <label for={`${id}-user`}>User name</label>
        <input
          id={`${id}-user`}
          class="input"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          autocorrect="off"
          spellcheck={false}
          required
        />
      </div>
      <div class="field">
        <label for={`${id}-password`}>Password</label>
        <input
          id={`${id}-password`}
          class="input"
          name="password"
          {...(visible ? { type: 'text' } : { type: 'password' })}
          autocomplete="current-password"
          autocapitalize="none"
          spellcheck={false}
          required
        />
      </div>
      <button type="button" class="button" aria-pressed={visible} onClick={() => setVisible(!visible)}>
        {visible ? 'Hide what I type' : 'Show what I type'}
      </button>
      <p role="alert" class="error-text">
        {message}
      </p>
      <button type="submit" class="button primary wide" disabled={busy}>
        {busy ? 'One moment…' : 'Sign in'}
      </button>
    </form>
  );
}
