/** The addresses under which the server answers. */
export interface Site {
  /** The address that people are told, without a path. */
  readonly url: string;
  /** Origins of the app; the first is that of `url`. */
  readonly origins: readonly [string, ...string[]];
  isOwnHost(host: string | undefined): boolean;
  readonly isSecure: boolean;
}

const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

/** @throws TypeError when the address is not an http(s) one without a path */
export function siteOf(address: string): Site {
  const { protocol, host, hostname, port, pathname, origin } = new URL(address);
  if (!/^https?:$/.test(protocol) || pathname !== '/') throw new TypeError(`not a site address: ${address}`);
  const colonPort = port === '' ? '' : `:${port}`;
  const aliases = LOCAL.includes(hostname) ? LOCAL.map((name) => `${name}${colonPort}`) : [];
  const hosts = new Set([host, ...aliases]);
  const own = (asked: string) => {
    const url = URL.parse(`${protocol}//${asked}`);
    return url !== null && hosts.has(url.host);
  };
  return {
    url: origin,
    origins: [origin, ...aliases.map((alias) => `${protocol}//${alias}`).filter((other) => other !== origin)],
    isOwnHost: (asked) => asked !== undefined && own(asked),
    isSecure: protocol === 'https:',
  };
}
