import { get } from 'node:http';
import { userHeader } from '#protocol/wire.ts';
import { ApiClient } from '#tests/support/server/api-client.ts';
import type { RunningServer } from '#tests/support/server/start-server.ts';
import { gunzipSync } from 'node:zlib';
import { password } from './our-server.ts';

/** Bytes of answer a record costs when a bucket is pulled from its start, as they crossed the socket, heads included. */
export async function bytesOfBucket(
  server: RunningServer,
  userName: string,
  bucket: string,
  count: number,
): Promise<number> {
  const client = new ApiClient(server.url);
  await client.signIn(userName, password);
  let bytes = 0;
  let after = 0;
  for (let more = true; more; ) {
    const path = `/api/v1/pull?bucket=${encodeURIComponent(bucket)}&after=${after}`;
    const answer = await compressed(`${server.url}${path}`, client);
    bytes += answer.bytes;
    ({ through: after, more } = JSON.parse(answer.text) as { through: number; more: boolean });
  }
  return bytes / count;
}

/** `fetch` unpacks what it gets; here the packed bytes are what is asked for. */
function compressed(
  url: string,
  { cookie, userId }: ApiClient,
): Promise<{ readonly bytes: number; readonly text: string }> {
  const headers = { cookie, [userHeader]: userId, 'accept-encoding': 'gzip' };
  return new Promise((resolve, reject) => {
    // A connection each: what it has read is then one answer.
    get(url, { headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      const { socket } = response;
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () => {
        const bytes = socket.bytesRead;
        const body = Buffer.concat(parts);
        const text = response.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
        resolve({ bytes, text: text.toString() });
      });
    }).once('error', reject);
  });
}
