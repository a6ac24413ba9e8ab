/** How the storefront is built, and served while it is being worked on (`vite spa`). */
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

/** The running shop that `vite spa` asks for everything that is not the page itself. */
const gateway = process.env.ESHOP_GATEWAY ?? 'http://127.0.0.1:8080';

/** React's API at a third of its weight; the types stay React's. */
const preact = {
  'react/jsx-runtime': 'preact/jsx-runtime',
  'react/jsx-dev-runtime': 'preact/jsx-dev-runtime',
  'react-dom/client': 'preact/compat/client',
  'react-dom': 'preact/compat',
  react: 'preact/compat',
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [tailwindcss()],
  resolve: { alias: preact },
  build: {
    outDir: '../dist/spa',
    emptyOutDir: true,
    target: 'es2022',
    // A data: address would need an exception in the content security policy.
    assetsInlineLimit: 0,
    // Its helper is an inline script in some browsers, and every browser we support preloads by itself.
    modulePreload: { polyfill: false },
    sourcemap: true,
    manifest: 'build-manifest.json',
    // Libraries say 'use client' for frameworks that render on a server; here everything is the client. And a slow machine is no warning.
    rolldownOptions: { checks: { moduleLevelDirective: false, pluginTimings: false } },
  },
  server: { proxy: { '/api': gateway, '/config.json': gateway } },
});
