import type { Page } from '@playwright/test';

export interface LayoutFault {
  readonly fault: 'sideways' | 'overlap' | 'small';
  readonly what: string;
}

/**
 * What a finger or an eye would stumble over: a page wider than the screen, controls that cover one another, targets
 * under `minTargetPx`. A control is what can be seen of it, less what its scrolling parents cut off.
 */
export function layoutFaults(page: Page, minTargetPx: number): Promise<LayoutFault[]> {
  return page.evaluate((least) => {
    const faults: { fault: 'sideways' | 'overlap' | 'small'; what: string }[] = [];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth)
      faults.push({ fault: 'sideways', what: `${scrollWidth} px on ${innerWidth} px` });

    interface Box {
      left: number;
      top: number;
      right: number;
      bottom: number;
    }
    const seen = (element: Element): Box => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const box = {
        left: Math.max(0, left),
        top: Math.max(0, top),
        right: Math.min(innerWidth, right),
        bottom: Math.min(innerHeight, bottom),
      };
      for (let parent = element.parentElement; parent; parent = parent.parentElement) {
        if (getComputedStyle(parent).overflow === 'visible') continue;
        const cut = parent.getBoundingClientRect();
        box.left = Math.max(box.left, cut.left);
        box.top = Math.max(box.top, cut.top);
        box.right = Math.min(box.right, cut.right);
        box.bottom = Math.min(box.bottom, cut.bottom);
      }
      return box;
    };
    const nameOf = (element: Element) =>
      `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}"`;
    const selector = 'a[href], button, input, select, textarea, summary, [role="button"], [role="option"]';
    const controls = [...document.querySelectorAll(selector)].filter((element) => {
      if (element.closest('[inert], [hidden]') || !element.checkVisibility({ visibilityProperty: true }))
        return false;
      const box = seen(element);
      if (box.right - box.left < 2 || box.bottom - box.top < 2) return false;
      // Behind a sheet that is open, nothing can be touched.
      const modal = document.querySelector('[aria-modal="true"], dialog[open]');
      return !modal || modal.contains(element);
    });
    for (const element of controls) {
      // A link within a sentence, and the map's credits, are read rather than tapped.
      if (element.closest('.leaflet-control-attribution, p, dd') && element.tagName === 'A') continue;
      const target = element.matches('input[type="checkbox"], input[type="radio"]')
        ? (element.closest('label') ?? element)
        : element;
      const { width, height } = target.getBoundingClientRect();
      if (width + 0.5 < least || height + 0.5 < least) {
        faults.push({
          fault: 'small',
          what: `${nameOf(element)} ${Math.round(width)} × ${Math.round(height)}`,
        });
      }
    }
    controls.forEach((one, index) => {
      const a = seen(one);
      for (const other of controls.slice(index + 1)) {
        if (one.contains(other) || other.contains(one)) continue;
        const b = seen(other);
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (width > 1 && height > 1) {
          faults.push({ fault: 'overlap', what: `${nameOf(one)} and ${nameOf(other)}` });
        }
      }
    });
    return faults;
  }, minTargetPx);
}
