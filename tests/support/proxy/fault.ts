/** What a network can do to one exchange of a request and its answer. */
export type Fault =
  /** Both ends lose the connection when so many bytes of the request, its head included, have passed. */
  | { readonly type: 'cut-request'; readonly afterBytes: number }
  /** The same for the answer. With 0 the server has done its work, and nobody hears of it. */
  | { readonly type: 'cut-answer'; readonly afterBytes: number }
  /** Somebody in between answers; the server never sees the request. */
  | { readonly type: 'answer-instead'; readonly answer: string }
  /** Somebody in between answers after the server has done its work. */
  | { readonly type: 'answer-after'; readonly answer: string }
  /** Half of the answer's body comes, and its head says that this is all. */
  | { readonly type: 'half-answer' }
  /** Nothing passes until the fault is lifted; then everything does. */
  | { readonly type: 'hold' };

function canned(status: string, type: string, body: string): string {
  const head = [
    `HTTP/1.1 ${status}`,
    `content-type: ${type}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** A gateway in front of the server that cannot reach it. */
export const badGateway = canned('502 Bad Gateway', 'text/html', '<html><h1>502 Bad Gateway</h1></html>');

/** A network that wants a sign-in of its own first, and says so in place of every answer. */
export const captivePortal = canned(
  '200 OK',
  'text/html',
  '<html><body>Welcome to Free Wi-Fi: sign in to go on</body></html>',
);
