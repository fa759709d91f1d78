// The viewer's files and, under the same origin, the DICOMweb service of one archive: the same for every archive that is measured.

import { createReadStream, existsSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const types = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html', '.wasm': 'application/wasm', '.json': 'application/json', '.svg': 'image/svg+xml' };

/** Serves until it is closed; the address is the promise's. */
export function serve(viewer, archive) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  const server = http.createServer((request, response) => {
    if (request.url.startsWith('/dicom-web')) return forward(archive, agent, request, response);
    const name = new URL(request.url, 'http://x').pathname.replace(/^\/viewer\/?/, '');
    const file = path.join(viewer, name);
    const found = name && file.startsWith(viewer) && existsSync(file) ? file : path.join(viewer, 'index.html');
    response.writeHead(200, { 'Content-Type': types[path.extname(found)] ?? 'application/octet-stream', 'Cache-Control': 'no-store' });
    createReadStream(found).pipe(response);
  });
  return new Promise(done => server.listen(0, '127.0.0.1', () => done({ address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() })));
}

function forward(archive, agent, request, response) {
  const { hostname, port } = new URL(archive);
  const asked = http.request({ hostname, port, path: request.url, method: request.method, headers: request.headers, agent }, answer => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  asked.on('error', () => response.destroy());
  response.on('close', () => asked.destroy());
  request.pipe(asked);
}
