import type { Programme } from '#protocol/wire.ts';
import type { Site } from './site.ts';

/** Headers of every answer. */
export function commonHeaders(site: Site): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'geolocation=(self), camera=(self), microphone=()',
    ...(site.isSecure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}

/** What the app's pages may load: their own files, and the picture tiles that programmes name. */
export function contentSecurityPolicy(programmes: readonly Programme[]): string {
  const tiles = [...new Set(programmes.flatMap(({ tileLayer }) => tileOrigin(tileLayer?.url)))].join(' ');
  return [
    "default-src 'self'",
    `img-src 'self' data: blob: ${tiles}`.trim(),
    `connect-src 'self' ${tiles}`.trim(),
    "style-src 'self'",
    // Leaflet places its panes by style attributes.
    "style-src-attr 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The origin of a tile address such as `https://{s}.tile.example.org/{z}/{x}/{y}.png`; `{s}` stands for any name. */
export function tileOrigin(template: string | undefined): string[] {
  const found = /^(https?):\/\/([^/\s;,']+)/.exec(template ?? '');
  if (!found) return [];
  const host = (found[2] ?? '').replace(/\{[^}]*\}/g, '*');
  return [`${found[1]}://${host.replace(/^[^.]*\*[^.]*/, '*')}`];
}
