import type { JSX } from 'preact';

interface Drawing {
  readonly path: string;
  readonly filled?: boolean;
}

/** Shapes that differ by their outline alone. Options without one of their own get a ring. */
const drawings: Readonly<Record<string, Drawing>> = {
  'ap-mine': { path: 'M12 3 22 20H2Z', filled: true },
  'improvised-ap-mine': { path: 'M12 3 22 20H2ZM12 10v4M12 17v.01' },
  'at-mine': { path: 'M4 4h16v16H4Z', filled: true },
  submunition: {
    path: 'M9 7a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM21 7a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM15 17a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z',
    filled: true,
  },
  uxo: { path: 'M12 2c4 4 5 8 5 12H7c0-4 1-8 5-12ZM7 17h10v4H7Z', filled: true },
  axo: { path: 'M3 9h18v11H3ZM3 9l3-5h12l3 5M12 4v16' },
  ied: { path: 'M12 1.5 22.5 12 12 22.5 1.5 12Z', filled: true },
  'booby-trap': { path: 'M12 1.5 22.5 12 12 22.5 1.5 12ZM12 7v6M12 16v.01' },
  fuze: { path: 'M9 3h6l2 6H7ZM8 12h8M9 16h6M10 20h4' },
  saa: { path: 'M6 21V9c0-3 1-5 2-6 1 1 2 3 2 6v12ZM14 21V9c0-3 1-5 2-6 1 1 2 3 2 6v12Z' },
  'explosive-kg': { path: 'M5 8h14l2 12H3ZM9 8a3 3 0 1 1 6 0' },
  other: { path: 'M5 12h.01M12 12h.01M19 12h.01' },
  unknown: { path: 'M8 9a4 4 0 1 1 6 3.5c-1.5 1-2 1.500-2 3.500M12 20v.01' },
};
const ring: Drawing = { path: 'M20 12a8 8 0 1 1-16 0 8 8 0 0 1 16 0Z' };

export function ChoiceIcon({ option }: { option: string }): JSX.Element {
  const { path, filled = false } = drawings[option] ?? ring;
  return (
    <svg
      width="17"
      height="17"
      viewBox="0 0 24 24"
      fill={filled ? 'currentColor' : 'none'}
      stroke="currentColor"
      stroke-width={option === 'other' ? 5 : 2.75}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} />
    </svg>
  );
}
