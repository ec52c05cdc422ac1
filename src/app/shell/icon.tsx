import type { JSX } from 'preact';

/** Line drawings on a 24 × 24 ground; always beside words or with a name on the control. */
const paths = {
  back: 'M15 4 7 12l8 8',
  close: 'M5 5l14 14M19 5 5 19',
  down: 'M5 9l7 7 7-7',
  up: 'M5 15l7-7 7 7',
  more: 'M12 5v.01M12 12v.01M12 19v.01',
  area: 'M4 7l13-3 4 12L7 21Z',
  item: 'M12 4 22 20H2Z',
  list: 'M8 6h13M8 12h13M8 18h13M3.5 6h.01M3.5 12h.01M3.5 18h.01',
  day: 'M4 6h16v14H4ZM4 10h16M8 3v4M16 3v4',
  locate: 'M12 2v4M12 18v4M2 12h4M18 12h4M18 12a6 6 0 1 1-12 0 6 6 0 0 1 12 0Z',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  undo: 'M8 5 3 10l5 5M3 10h11a6 6 0 0 1 0 12h-3',
  redo: 'M16 5l5 5-5 5M21 10H10a6 6 0 0 0 0 12h3',
  pause: 'M8 5v14M16 5v14',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14',
  eye: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12ZM15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z',
  layers: 'M12 3 2 9l10 6 10-6ZM2 15l10 6 10-6',
  map: 'M9 4 3 6v14l6-2 6 2 6-2V4l-6 2ZM9 4v14M15 6v14',
  sync: 'M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5',
  alert: 'M12 3 22 20H2ZM12 10v4M12 17v.01',
  help: 'M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 17v.01M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0Z',
  check: 'M4 12l6 6L20 6',
} as const;
export type IconName = keyof typeof paths;

export function Icon({ name, size = 24 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2.25"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
