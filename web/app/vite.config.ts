import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Puts what gzip makes of a file beside it, once all files are what they will be: the server sends it as it lies. */
function packed(): Plugin {
  return {
    name: 'packed',
    writeBundle({ dir }) {
      for (const entry of readdirSync(dir!, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        const source = readFileSync(path);
        const small = gzipSync(source, { level: 9 });
        if (small.length < source.length * 0.9) writeFileSync(`${path}.gz`, small);
      }
    },
  };
}

export default defineConfig({
  base: '/app/',
  resolve: { alias: { xmlbuilder2: join(import.meta.dirname, 'src/quicklook/noXml.ts') } },
  worker: { format: 'es' },
  plugins: [react(), packed()],
  build: {
    target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 1500, modulePreload: { polyfill: false },
    // What the first page starts with is one file, however many pages share parts of it.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
  server: { proxy: Object.fromEntries(['/dicom-web', '/api', '/viewer/', '/pages'].map(path => [path, 'http://127.0.0.1:8080'])) },
});
