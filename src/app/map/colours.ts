/** Colours of the map by token; the style sheet's custom property of the same name (`--cleared`) decides where it is set. */
const defaults = {
  paper: '#e9e7dc',
  card: '#ffffff',
  ink: '#13201a',
  'ink-2': '#4b5a53',
  task: '#13201a',
  danger: '#b3261e',
  info: '#1f5fa8',
  ok: '#14693d',
  unsent: '#b26a00',
  cleared: '#1b7f4b',
  reduced: '#2a7f9e',
  cancelled: '#6b6f76',
  overlay: '#6a2fb0',
  'map-outline': '#8d8871',
  'map-grid': '#bdb9a6',
  'map-text': '#4d4a3d',
  'map-halo': '#f5f4ef',
} as const;

type ColourName = keyof typeof defaults;
export type Colours = Readonly<Record<ColourName, string>>;

/** Reads the colours that hold for an element now; a theme may have changed them. */
export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return Object.fromEntries(
    Object.entries(defaults).map(([name, fallback]) => [name, read(name) || fallback]),
  ) as Record<ColourName, string>;
}
