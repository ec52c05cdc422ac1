import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** Paths are relative to the root of the app, `src/app`. */
export default defineConfig({
  root: 'src/app',
  publicDir: '../../public',
  build: { outDir: '../../dist', emptyOutDir: true, target: 'es2023', modulePreload: { polyfill: false } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { proxy: { '/api': 'http://localhost:8080' } },
  plugins: [
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
