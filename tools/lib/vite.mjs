// How each part of the till is bundled. Plain Vite: three builds, each a few lines that can be read.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { inProject } from './project.mjs';

/** What the oldest runtime the till is tested on understands (Electron 25: Node 18.15, Chromium 114). */
const targets = { node: 'node18.15', browser: 'chrome114' };

const provided = ['electron', /^electron\//, /^node:/, ...builtinModules];

/**
 * Main and preload: one CommonJS file each, because a sandboxed preload can require no second file, and because the
 * packaged till then carries no node_modules.
 * @param {string} entry below the project root
 * @param {string} outFile below out/, ending in .cjs
 * @param {{ alone?: boolean }} [options] not alone: others are built into the same folder
 * @returns {import('vite').InlineConfig}
 */
export const nodeBundle = (entry, outFile, { alone = true } = {}) => ({
  configFile: false,
  root: inProject(),
  logLevel: 'warn',
  publicDir: false,
  ssr: { noExternal: true },
  resolve: { conditions: ['node'], mainFields: ['module', 'main'] },
  build: {
    ssr: inProject(entry),
    outDir: inProject('out', path.dirname(outFile)),
    emptyOutDir: alone,
    target: targets.node,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      external: provided,
      output: { format: 'cjs', entryFileNames: path.basename(outFile), codeSplitting: false },
    },
  },
});

/** What this version says of itself to the one before it (shared/update/release.ts). */
function release() {
  const { version, evertill } = JSON.parse(fs.readFileSync(inProject('package.json'), 'utf8'));
  return { version, store: evertill.store };
}

/**
 * Tells the browser variant's service worker which files it keeps: everything the build has made, and a digest of it.
 * @returns {import('vite').Plugin}
 */
const offlineFiles = () => ({
  name: 'evertill-offline-files',
  generateBundle: {
    // After Vite's own plugins, which still add to the bundle.
    order: 'post',
    handler(_options, bundle) {
      const worker = bundle['service-worker.js'];
      if (worker?.type !== 'chunk') throw new Error('the build made no service-worker.js');
      const kept = Object.values(bundle).filter((file) => file !== worker && !file.fileName.endsWith('.map'));
      const digest = createHash('sha256');
      for (const file of kept) digest.update(file.type === 'chunk' ? file.code : file.source);
      const names = kept.map((file) => `./${file.fileName}`).sort();
      worker.code = worker.code
        .replaceAll('__OFFLINE_FILES__', JSON.stringify(names))
        .replaceAll('__RELEASE__', JSON.stringify(release()))
        .replaceAll('__OFFLINE_DIGEST__', JSON.stringify(digest.digest('hex').slice(0, 16)));
    },
  },
});

/**
 * The page of the kit (src-renderer/gallery), for tests and for whoever builds screens. No build of the product has it.
 * @returns {import('vite').InlineConfig}
 */
export const galleryBundle = () => {
  const { plugins, build, ...till } = rendererBundle();
  return {
    ...till,
    plugins: plugins.filter((plugin) => plugin.name !== 'evertill-offline-files'),
    build: {
      ...build,
      outDir: inProject('out', 'gallery'),
      rolldownOptions: { input: { index: inProject('src-renderer', 'gallery.html') } },
    },
  };
};

/**
 * The window's page. It runs under a strict content security policy: no inline script, no eval.
 * @returns {import('vite').InlineConfig}
 */
export const rendererBundle = () => ({
  configFile: false,
  root: inProject('src-renderer'),
  // Relative addresses: the same files are served from app://till and from the server's root.
  base: './',
  logLevel: 'warn',
  plugins: [react(), tailwindcss(), offlineFiles()],
  worker: { format: 'es' },
  server: { fs: { allow: [inProject()] } },
  build: {
    outDir: inProject('out', 'renderer'),
    emptyOutDir: true,
    target: targets.browser,
    cssTarget: targets.browser,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      input: {
        index: inProject('src-renderer', 'index.html'),
        display: inProject('src-renderer', 'display.html'),
        'service-worker': inProject('src-renderer', 'offline', 'service-worker.ts'),
      },
      output: {
        // A service worker keeps its address for ever; everything else carries its content's hash.
        entryFileNames: (chunk) =>
          chunk.name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js',
      },
    },
  },
});
