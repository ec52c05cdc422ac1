/**
 * The version of what crosses the wire. Phones stay away for weeks: a server keeps answering every version from
 * `oldestProtocol` on.
 *
 * 1: first version.
 */
export const protocolVersion = 1;
export const oldestProtocol = 1;
