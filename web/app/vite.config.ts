import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Puts what gzip makes of a file beside it: the server sends it as it lies. */
function packed(): Plugin {
  return {
    name: 'packed',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        const source = file.type === 'chunk' ? file.code : file.source;
        const small = gzipSync(source, { level: 9 });
        if (small.length < source.length * 0.9) this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: small });
      }
    },
  };
}

export default defineConfig({
  base: '/app/',
  plugins: [react(), packed()],
  build: { target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 1500, modulePreload: { polyfill: false } },
  server: { proxy: Object.fromEntries(['/dicom-web', '/api', '/viewer', '/pages'].map(path => [path, 'http://127.0.0.1:8080'])) },
});
