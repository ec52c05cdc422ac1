const separators = [',', ';', '\t', '|'] as const;

/** The separator that the heading of a CSV text holds most of; a comma where it holds none. */
export function separatorOf(heading: string): string {
  const bare = heading.replace(/"[^"]*"/g, '');
  const count = (separator: string) => bare.split(separator).length;
  return separators.reduce((best, next) => (count(next) > count(best) ? next : best));
}
