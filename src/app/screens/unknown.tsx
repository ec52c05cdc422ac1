import type { JSX } from 'preact';
import { Link, Screen } from '../shell/screen.tsx';

export function UnknownScreen(): JSX.Element {
  return (
    <Screen title="Not found">
      <p class="empty">There is nothing under this address.</p>
      <Link to="/" class="button">
        To the map
      </Link>
    </Screen>
  );
}
