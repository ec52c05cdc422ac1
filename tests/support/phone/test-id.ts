/** A UUIDv7 that says its number. */
export function testId(n: number): string {
  return `01780000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}
