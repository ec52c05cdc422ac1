import type { JSX } from 'preact';
import { useApp } from '../shell/app-context.ts';
import { RecordSymbol } from '../shell/record-symbol.tsx';
import { Screen } from '../shell/screen.tsx';

/** What each thing means, in plain words. */
export function HelpScreen(): JSX.Element {
  const { registry } = useApp();
  return (
    <Screen title="Help" textOnly>
      <p class="notice bad">
        Reported cleared is not permission to enter. Follow the marking and your supervisor. No warning does
        not mean that there is nothing.
      </p>
      <h2>What you can log</h2>
      <dl class="facts">
        {registry.kinds.map((kind) => (
          <div key={kind.kind}>
            <dt class="row-mark">
              <RecordSymbol symbol={kind.symbol({})} hollow={false} /> {kind.label}
            </dt>
            <dd>{kind.about}</dd>
          </div>
        ))}
      </dl>
      <h2>How far a record got</h2>
      <dl class="facts">
        <div>
          <dt>○ Not sent</dt>
          <dd>It is kept on this phone and goes out by itself as soon as there is a network.</dd>
        </div>
        <div>
          <dt>● Sent</dt>
          <dd>The server has it.</dd>
        </div>
        <div>
          <dt>✓ Approved</dt>
          <dd>A supervisor has checked it. It is locked.</dd>
        </div>
        <div>
          <dt>! Returned</dt>
          <dd>A supervisor asks for a correction: open it, read the comment, choose Edit.</dd>
        </div>
        <div>
          <dt>! Not accepted</dt>
          <dd>The server did not take a change. It is kept here; see “Needs attention”.</dd>
        </div>
      </dl>
      <h2>Drafts</h2>
      <p>
        A form is kept from the first touch. You may leave it, take a call, or switch the phone off: it is
        listed first under Records.
      </p>
      <h2>Position</h2>
      <p>
        The phone averages its position while the form is open and says how good it is (±). Fixes worse than
        ±8 m are left out. You need not stand at the item, and must not: tap its place on the map instead.
      </p>
      <h2>Without a network</h2>
      <p>
        Everything but signing in works without one. The line at the top always says how much is not sent.
        Touch it for “Send now” and for what the phone does with its storage.
      </p>
    </Screen>
  );
}
