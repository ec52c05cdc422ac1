/** As much of HTTP/1.1 (RFC 9112) as a proxy needs that passes bytes on without understanding them. */

const requestLine = /^[A-Z]+ \S+ HTTP\/1\.1\r\n/;
const headEnd = '\r\n\r\n';

/** The head of a request that begins with these bytes. Browsers and `fetch` never begin one inside a chunk. */
export function requestHeadOf(bytes: Buffer): string | undefined {
  const text = bytes.toString('latin1', 0, 8_000);
  return requestLine.test(text) ? text.split(headEnd, 1)[0] : undefined;
}

/** Whether these are all bytes of a message: by its length, or by the end of its chunks. */
export function isWhole(message: Buffer): boolean {
  const end = message.indexOf(headEnd);
  if (end < 0) return false;
  const head = message.toString('latin1', 0, end);
  if (/^transfer-encoding:.*chunked/im.test(head)) return message.toString('latin1').endsWith(`0${headEnd}`);
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  return message.length >= end + headEnd.length + Number(length ?? 0);
}

/** The whole answer with the first half of its body, framed as if that were all of it. */
export function halved(answer: Buffer): Buffer {
  const end = answer.indexOf(headEnd) + headEnd.length;
  const head = answer.toString('latin1', 0, end - headEnd.length);
  const body = /^transfer-encoding:.*chunked/im.test(head)
    ? unchunked(answer.subarray(end))
    : answer.subarray(end);
  const half = body.subarray(0, Math.floor(body.length / 2));
  const lines = head.split('\r\n').filter((line) => !/^(content-length|transfer-encoding):/i.test(line));
  const framed = [...lines, `content-length: ${half.length}`].join('\r\n');
  return Buffer.concat([Buffer.from(`${framed}${headEnd}`, 'latin1'), half]);
}

function unchunked(chunked: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = chunked.indexOf('\r\n', at);
    const size = Number.parseInt(chunked.toString('latin1', at, lineEnd), 16);
    if (!(size > 0)) return Buffer.concat(parts);
    parts.push(chunked.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
