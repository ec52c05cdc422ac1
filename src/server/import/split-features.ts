import { ImportProblem } from './import-problem.ts';

export interface FeatureText {
  /** The line on which the feature begins, from 1. */
  readonly line: number;
  readonly raw: string;
}

/** Longer than any feature of a record kind: what does not end by then is not a collection of them. */
const longestFeature = 32_000_000;

/** `{`, `}`, `[`, `]`, `"`, backslash, line feed, `:` and `,` as UTF-16 code units. */
const [openObject, closeObject, openArray, closeArray, quote, backslash, newline, colon, comma] = [
  0x7b, 0x7d, 0x5b, 0x5d, 0x22, 0x5c, 0x0a, 0x3a, 0x2c,
];

/**
 * Cuts the elements of the top-level `features` array out of a JSON text as it streams by, by following strings and
 * brackets only; whether each is JSON is asked by whoever parses it. Holds one feature at a time.
 *
 * @throws ImportProblem not-geojson where there is no such array, or the text ends inside it
 */
export async function* splitFeatures(chunks: AsyncIterable<string>): AsyncGenerator<FeatureText> {
  const scan = createScan();
  for await (const chunk of chunks) yield* scan.take(chunk);
  scan.end();
}

function createScan() {
  let line = 1;
  let depth = 0;
  let inString = false;
  let escaped = false;
  /** The string last read directly inside the top-level object, and whether a colon made a key of it. */
  let text = '';
  let key = '';
  let inFeatures = false;
  let featuresEnded = false;
  let startLine = 0;
  /** Text of the feature that began in an earlier chunk; undefined outside a feature. */
  let begun: string | undefined;

  function* take(chunk: string): Generator<FeatureText> {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const code = chunk.charCodeAt(i);
      if (code === newline) line++;
      if (inString) {
        if (depth === 1 && code !== quote) text += chunk[i];
        if (escaped) escaped = false;
        else if (code === backslash) escaped = true;
        else if (code === quote) inString = false;
      } else if (code === quote) {
        inString = true;
        if (depth === 1) text = '';
      } else if (code === openObject || code === openArray) {
        if (depth === 0 && code !== openObject) notGeojson('it does not begin with an object');
        if (depth === 1 && code === openArray && key === 'features') inFeatures = true;
        if (depth === 2 && inFeatures && begun === undefined) {
          begun = '';
          start = i;
          startLine = line;
        }
        depth++;
      } else if (code === closeObject || code === closeArray) {
        depth--;
        if (depth === 2 && begun !== undefined) {
          yield { line: startLine, raw: begun + chunk.slice(start, i + 1) };
          begun = undefined;
        } else if (depth === 1 && inFeatures) {
          inFeatures = false;
          featuresEnded = true;
        }
      } else if (code === colon && depth === 1) key = text;
      else if (code > 0x20 && code !== comma && (depth === 0 || (depth === 2 && inFeatures))) {
        notGeojson(`there is a stray "${chunk[i] ?? ''}" on line ${line}`);
      }
    }
    if (begun === undefined) return;
    begun += chunk.slice(start);
    if (begun.length > longestFeature)
      notGeojson(`the feature that begins on line ${startLine} does not end`);
  }

  return {
    take,
    end() {
      if (featuresEnded && depth === 0 && !inString) return;
      if (begun !== undefined) notGeojson(`it ends inside the feature that begins on line ${startLine}`);
      notGeojson(featuresEnded || inFeatures ? `it ends too early, on line ${line}` : 'it has no "features"');
    },
  };
}

function notGeojson(why: string): never {
  throw new ImportProblem('not-geojson', `The file is not a GeoJSON FeatureCollection: ${why}.`);
}
