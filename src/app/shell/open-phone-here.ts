import type { CreateLedger } from '#domain/ledger.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { leaveInstallation, userInHand } from '#store/account.ts';
import { browserClock, followBrowser, webLockTurn } from '#store/follow-browser.ts';
import { createHttpTransport } from '#store/http-transport.ts';
import { createMakeId } from '#store/make-id.ts';
import { type OpenedPhone, openPhone, type PhoneOptions } from '#store/open-phone.ts';
import type { SignedInUser } from './sign-in-call.ts';

export interface BrowserPorts {
  readonly window: Window;
  readonly fetch: typeof fetch;
  readonly fillRandom: (bytes: Uint8Array<ArrayBuffer>) => unknown;
  readonly random: () => number;
  readonly registry: Registry;
  readonly createLedger: CreateLedger;
}

/** An opened phone that follows this browser: its network, its visibility, its other tabs. */
export function createOpenPhone(ports: BrowserPorts) {
  const transport = createHttpTransport(ports.fetch);
  const makeId = createMakeId(browserClock.now, ports.fillRandom);
  const open = async (user: SignedInUser, start: PhoneOptions['start']): Promise<OpenedPhone> => {
    const phone = await openPhone({
      user: user.id,
      transport,
      clock: browserClock,
      random: ports.random,
      makeId,
      registry: ports.registry,
      createLedger: ports.createLedger,
      start,
      turn: webLockTurn(ports.window.navigator.locks, user.id),
    });
    const unfollow = followBrowser(phone, ports.window);
    return {
      ...phone,
      close() {
        unfollow();
        phone.close();
      },
    };
  };
  return {
    open,
    inHand: async () => userInHand(),
    leave: async ({ id }: SignedInUser) => leaveInstallation(id),
  };
}
