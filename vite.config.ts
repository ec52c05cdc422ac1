import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

let built = '';
/** Where this build goes: only then is it known what the service worker will hold. */
const rememberFolder: Plugin = {
  name: 'remember-folder',
  configResolved: (config) => {
    built = resolve(config.root, config.build.outDir);
  },
};

/** Paths are relative to the root of the app, `src/app`. */
export default defineConfig({
  root: 'src/app',
  publicDir: '../../public',
  build: {
    outDir: '../../dist',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What the map needs is one file: cut along what later screens share, it compresses less well.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
      },
    },
  },
  // Its parts are files of their own, as those of the app are.
  worker: { format: 'es' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { proxy: { '/api': 'http://localhost:8080' } },
  plugins: [
    rememberFolder,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: '../../sw',
      filename: 'sw.ts',
      // The page registers the worker itself: an update is offered, and taken when a person says so.
      injectRegister: null,
      registerType: 'prompt',
      injectManifest: {
        // Everything, in one go: a version is on the phone as a whole or not at all.
        globPatterns: ['**/*.{js,css,html,svg,png,csv,webmanifest}'],
        maximumFileSizeToCacheInBytes: 5_000_000,
        // A server that is updated while a phone installs answers with files of the next version: those are not taken.
        manifestTransforms: [
          async (entries) => ({
            manifest: await Promise.all(
              entries.map(async (entry) => ({ ...entry, integrity: await integrityOf(entry.url) })),
            ),
          }),
        ],
      },
      includeManifestIcons: false,
      manifest: {
        id: '/',
        name: 'Safelane: mine action field reports',
        short_name: 'Safelane',
        description: 'Cleared land and found ordnance, logged without a network.',
        lang: 'en',
        start_url: '/',
        display: 'standalone',
        orientation: 'portrait',
        theme_color: '#0b5d3b',
        background_color: '#f5f4ef',
        icons: [
          { src: '/icons/safelane-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icons/safelane-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icons/safelane-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
});

async function integrityOf(file: string): Promise<string> {
  const bytes = await readFile(join(built, file));
  return `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
}
