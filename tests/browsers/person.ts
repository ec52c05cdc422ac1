import { expect } from '@playwright/test';
import type { Engine } from './engine.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a person sees and touches, by the words on the screen. */
export function personAt(engine: Engine) {
  const text = async () => engine.run(() => document.body.innerText);
  const centre = async (selector: string, name: string | null) =>
    engine.run(
      (within: string, wanted: string | null) => {
        const named = (element: Element) =>
          (element.getAttribute('aria-label') ?? element.textContent).trim().replaceAll(/\s+/g, ' ');
        const found = [...document.querySelectorAll<HTMLElement>(within)].findLast(
          (element) => (wanted === null || named(element) === wanted) && element.getClientRects().length > 0,
        );
        if (!found) return null;
        found.scrollIntoView({ block: 'nearest' });
        const { x, y, width, height } = found.getBoundingClientRect();
        // Something else may lie on it still, or it is out of the window.
        const top = document.elementFromPoint(x + width / 2, y + height / 2);
        return found.contains(top) ? { x, y, width, height } : null;
      },
      selector,
      name,
    );
  /** Where it is once it stands still: a screen that is being drawn moves under the finger. */
  const boxOf = async (selector: string, name: string | null): Promise<Box> => {
    let last: Box | null = null;
    let same = 0;
    await expect
      .poll(
        async () => {
          const before = JSON.stringify(last);
          last = await centre(selector, name);
          same = last !== null && JSON.stringify(last) === before ? same + 1 : 0;
          return same >= 3;
        },
        { message: `${name ?? selector} on the screen`, intervals: [150] },
      )
      .toBe(true);
    if (!last) throw new Error(`${name ?? selector} is gone.`);
    return last;
  };
  const touch = async (selector: string, name: string | null = null, at = { x: 0.5, y: 0.5 }) => {
    const { x, y, width, height } = await boxOf(selector, name);
    await engine.touch(x + width * at.x, y + height * at.y);
  };
  return {
    text,
    sees: async (words: string | RegExp) => expect.poll(text, { message: `sees ${words}` }).toMatch(words),
    press: async (name: string) => touch('button, a', name),
    touchIn: async (selector: string, at: { readonly x: number; readonly y: number }) =>
      touch(selector, null, at),
    fill: async (selector: string, value: string) => {
      await touch(selector);
      await engine.type(value);
    },
  };
}

export type Person = ReturnType<typeof personAt>;
