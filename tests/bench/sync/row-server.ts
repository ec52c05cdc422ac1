/** A plain HTTP server of documents in order, for the peers that pull rows: `node row-server.ts COUNT`, prints its port. */
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { sampleRecords } from './sample-records.ts';

const gzipped = promisify(gzip);
const rows = sampleRecords(Number(process.argv[2]), 'author-1').map((record, index) => ({
  ...record,
  seq: index + 1,
  _deleted: false,
}));
const emptyPage = '<!doctype html><title>Bench</title>';

async function answer(url: URL): Promise<Buffer> {
  const after = Number(url.searchParams.get('after'));
  const documents = rows.slice(after, after + Number(url.searchParams.get('limit')));
  return gzipped(JSON.stringify({ documents, checkpoint: { seq: documents.at(-1)?.seq ?? after } }));
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname !== '/rows') {
    response.setHeader('content-type', 'text/html').end(emptyPage);
    return;
  }
  response.setHeader('content-type', 'application/json').setHeader('content-encoding', 'gzip');
  void answer(url).then((bytes) => response.end(bytes));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) process.stdout.write(`${address.port}\n`);
});
