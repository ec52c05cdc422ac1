import { describe, expect, it } from 'vitest';
import { createDeviceStorage } from '#app/shell/device-storage.ts';
import { createLocalMemory } from '#app/shell/local-memory.ts';
import { storageText, storageWarning } from '#app/shell/strip-text.ts';

const noStorage = () => createLocalMemory(() => ({}) as Storage);

/** A browser that answers `persist()` as told, and counts how often it was asked. */
function browser(answers: { persist: boolean | 'throws'; quota?: number; usage?: number }) {
  const said = { asked: 0, persisted: false };
  const manager = {
    estimate: async () => Promise.resolve({ quota: answers.quota, usage: answers.usage }),
    persisted: async () => Promise.resolve(said.persisted),
    persist: async () => {
      said.asked += 1;
      if (answers.persist === 'throws') throw new TypeError('not here');
      said.persisted = answers.persist;
      return Promise.resolve(said.persisted);
    },
  } as StorageManager;
  return { manager, said };
}

describe('pain 1: whether the phone keeps the app’s data', () => {
  it('is asked once in a run of the app, and again by the button', async () => {
    const { manager, said } = browser({ persist: false });
    const storage = createDeviceStorage(manager, noStorage());
    await storage.look();
    expect(storage.keeping.value).toBe('not-asked');
    await storage.askToKeep();
    await storage.askToKeep();
    expect(storage.keeping.value).toBe('may-be-cleared');
    expect(said.asked).toBe(1);
    await storage.askAgain();
    expect(said.asked).toBe(2);
  });

  it('is not asked any more once the answer was yes', async () => {
    const { manager, said } = browser({ persist: true });
    const storage = createDeviceStorage(manager, noStorage());
    await storage.askToKeep();
    await storage.askAgain();
    expect(storage.keeping.value).toBe('kept');
    expect(said.asked).toBe(1);
  });

  it('says so in a browser that knows no such promise, and treats an error as a no', async () => {
    const without = createDeviceStorage(undefined, noStorage());
    await without.askToKeep();
    expect(storageText(without.keeping.value, null)).toContain('does not promise');
    const throwing = createDeviceStorage(browser({ persist: 'throws' }).manager, noStorage());
    await throwing.askToKeep();
    expect(throwing.keeping.value).toBe('may-be-cleared');
  });
});

describe('pain 3: how much room is left', () => {
  const mega = 2 ** 20;

  it('is said below 256 MiB, before anything else, on the strip and in full', async () => {
    const { manager } = browser({ persist: false, quota: 300 * mega, usage: 100.5 * mega });
    const storage = createDeviceStorage(manager, noStorage());
    await storage.look();
    expect(storage.freeBytes.value).toBe(199.5 * mega);
    expect(storageWarning('may-be-cleared', storage.freeBytes.value)).toBe(
      'Only 199 MB left on this phone: free some space',
    );
    expect(storageText('kept', storage.freeBytes.value)).toBe(
      'Only 199 MB left on this phone: free some space. The phone keeps the app’s data.',
    );
  });

  it('is not a matter at 256 MiB and more, nor where the browser does not say', () => {
    expect(storageWarning('kept', 256 * mega)).toBeNull();
    expect(storageWarning('kept', null)).toBeNull();
    expect(storageWarning('not-asked', null)).toBeNull();
  });
});
