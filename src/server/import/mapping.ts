import * as v from 'valibot';
import { ImportProblem } from './import-problem.ts';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const scalar = v.union([v.string(), v.number()]);

const conditionSchema = v.union([
  v.strictObject({ column: name, above: v.number() }),
  v.strictObject({ column: name, in: v.array(v.string()) }),
  v.strictObject({ column: name, notIn: v.array(v.string()) }),
  v.strictObject({ column: name, filled: v.boolean() }),
]);
/** What a row must say for a record to be made of it, or for it to be refused. */
export type Condition = v.InferOutput<typeof conditionSchema>;

const simpleSourceSchema = v.union([
  v.strictObject({ constant: scalar }),
  v.strictObject({ text: name }),
  v.strictObject({ year: name, month: v.exactOptional(name), day: v.exactOptional(name) }),
  v.strictObject({
    column: name,
    dateAs: v.pipe(name, v.regex(/^[YMD./ -]+$/, 'is no pattern of YYYY, MM and DD')),
  }),
  v.strictObject({
    column: name,
    values: v.exactOptional(v.record(v.string(), scalar)),
    otherwise: v.exactOptional(scalar),
  }),
  v.strictObject({ geometry: v.literal(true) }),
  v.strictObject({ lon: name, lat: name }),
]);
type SimpleSource = v.InferOutput<typeof simpleSourceSchema>;

const sourceSchema = v.union([
  simpleSourceSchema,
  v.strictObject({ list: v.array(v.record(name, simpleSourceSchema)) }),
]);
/** Where a field's value comes from. */
export type ValueSource = SimpleSource | { readonly list: readonly Readonly<Record<string, SimpleSource>>[] };

const recordSchema = v.strictObject({
  kind: name,
  when: v.exactOptional(conditionSchema),
  fields: v.record(name, sourceSchema),
});
export type RecordMapping = v.InferOutput<typeof recordSchema>;

const mappingSchema = v.strictObject({
  /** Part of each record's identity: another name imports the same file anew. */
  name: v.pipe(
    name,
    v.maxLength(60),
    v.regex(/^[a-z0-9][a-z0-9-]*$/, 'has other characters than a-z, 0-9 and -'),
  ),
  about: v.exactOptional(v.string()),
  format: v.picklist(['csv', 'geojson']),
  separator: v.exactOptional(v.picklist([',', ';', '\t', '|'])),
  encoding: v.exactOptional(v.picklist(['utf-8', 'utf-16le', 'windows-1252', 'windows-1251', 'iso-8859-1'])),
  decimal: v.exactOptional(v.picklist(['.', ',']), '.'),
  refuse: v.exactOptional(
    v.array(v.strictObject({ when: conditionSchema, reason: v.pipe(v.string(), v.minLength(1)) })),
    [],
  ),
  team: v.exactOptional(v.strictObject({ name })),
  task: v.exactOptional(
    v.strictObject({
      key: name,
      name,
      code: v.exactOptional(name),
      district: v.exactOptional(name),
    }),
  ),
  records: v.pipe(v.array(recordSchema), v.minLength(1, 'says of no record how to make it')),
});
/** How rows become records. See docs/import.md, which is the reference for those who write one. */
export type Mapping = v.InferOutput<typeof mappingSchema>;

/** @throws ImportProblem mapping-unreadable */
export function readMapping(text: string, fileName: string): Mapping {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ImportProblem('mapping-unreadable', `The mapping ${fileName} is not JSON: ${detail}.`);
  }
  const parsed = v.safeParse(mappingSchema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue) ?? 'the top';
  throw new ImportProblem(
    'mapping-unreadable',
    `The mapping ${fileName} cannot be used at "${where}": ${sentence(issue)}.`,
  );
}

function sentence(issue: v.BaseIssue<unknown>): string {
  if (issue.kind === 'validation') return `${issue.received} ${issue.message}`;
  if (issue.expected === 'never') return `"${String(issue.input)}" is not something a mapping can say there`;
  if (issue.received === 'undefined') return 'it is missing';
  if (issue.type === 'union') return 'this is no way to say it; see docs/import.md';
  return `expected ${issue.expected ?? 'something else'}, found ${issue.received}`;
}

/** The names between braces of a text such as `{departamento}/{municipio}`. */
function columnsOfTemplate(template: string): string[] {
  return [...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');
}

/** Every column that the mapping reads. */
export function columnsOf(mapping: Mapping): ReadonlySet<string> {
  const columns = new Set<string>();
  const condition = (when: Condition | undefined) => when && columns.add(when.column);
  const source = (from: ValueSource): void => {
    if ('column' in from) columns.add(from.column);
    else if ('year' in from) {
      for (const part of [from.year, from.month, from.day]) if (part !== undefined) columns.add(part);
    } else if ('lon' in from) columns.add(from.lon).add(from.lat);
    else if ('text' in from) columnsOfTemplate(from.text).forEach((column) => columns.add(column));
    else if ('list' in from) for (const item of from.list) Object.values(item).forEach(source);
  };
  for (const { when } of mapping.refuse) condition(when);
  for (const { when, fields } of mapping.records) {
    condition(when);
    Object.values(fields).forEach(source);
  }
  const { key, name: title, code, district } = mapping.task ?? {};
  for (const template of [mapping.team?.name, key, title, code, district]) {
    for (const column of columnsOfTemplate(template ?? '')) columns.add(column);
  }
  return columns;
}
