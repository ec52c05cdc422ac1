import type { Field, FieldType, FieldTypes, Fields } from '#domain/fields/field.ts';
import { limits } from '#domain/geo/validity.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { type OfficialColumns, officialColumnLabels } from '#domain/official-columns.ts';

type Describe<Type extends FieldType> = (field: FieldTypes[Type]) => string;

const range = (min: number | undefined, max: number | undefined, unit = '') => {
  const bounds = [
    ...(min === undefined ? [] : [`at least ${min}`]),
    ...(max === undefined ? [] : [`at most ${max}`]),
  ];
  return [unit, ...bounds].filter((part) => part !== '').join(', ');
};

const withDetail = (type: string, detail: string) => (detail === '' ? type : `${type}: ${detail}`);

/** What may stand in a field, in words. */
const described: { readonly [Type in FieldType]: Describe<Type> } = {
  text: ({ maxLength }) => withDetail('text', maxLength === undefined ? '' : `up to ${maxLength} characters`),
  number: ({ unit, min, max }) => withDetail('number', range(min, max, unit)),
  count: ({ min, max }) => withDetail('whole number', range(min, max)),
  choice: ({ options, importOnly = [] }) =>
    withDetail(
      'one of',
      Object.keys(options)
        .map((option) => (importOnly.includes(option) ? `\`${option}\` (imports only)` : `\`${option}\``))
        .join(', '),
    ),
  date: ({ planned }) => withDetail('day, month or year', planned ? 'may lie ahead' : ''),
  reference: ({ to }) => `a ${to}`,
  position: () => 'position',
  polygon: () => 'polygon',
  list: ({ item, itemLabel }) =>
    `list; each ${itemLabel.toLowerCase()}: ${Object.entries(item)
      .map(([name, field]) => `\`${name}\` ${describe(field)}`)
      .join('; ')}`,
};

const describe = (field: Field) => (described[field.type] as (field: Field) => string)(field);

/** The reference page of the record kinds, as Markdown, from nothing but their declarations. */
export function kindsReference(registry: Registry, columns: OfficialColumns): string {
  return [
    '# Record kinds',
    '',
    'Written by `npm run -s test:unit -- kinds-reference -u` from the declarations in `src/domain/kinds/`. Edit those.',
    '',
    'Fields of one merge group are written, held and overwritten together; a field without one is a group of its own. A value given as `2021-03` or `2021` is a date whose day, or day and month, are not known.',
    '',
    ...registry.kinds.flatMap(kindLines),
    ...columnLines(columns),
    ...limitLines(),
  ].join('\n');
}

function kindLines({ kind, label, letter, about, action, fields }: KindDeclaration): string[] {
  const made = action === undefined ? 'Not made on the phone.' : `Made on the phone by "${action}".`;
  return [
    `## ${label} (\`${kind}\`)`,
    '',
    about,
    '',
    `${made} Letter in codes: ${letter}.`,
    '',
    '| Field | Label | What it holds | Required | Merge group | Remarks |',
    '|---|---|---|---|---|---|',
    ...fieldLines(fields),
    '',
  ];
}

function fieldLines(fields: Fields): string[] {
  return Object.entries(fields).map(([name, field]) =>
    row(
      `\`${name}\``,
      field.label,
      describe(field),
      field.required ? 'yes' : '',
      field.group ?? '',
      remarksOn(field),
    ),
  );
}

function remarksOn(field: Field): string {
  const when = Object.entries(field.when ?? {}).map(
    ([name, allowed]) =>
      `Only where \`${name}\` is ${allowed.map((value) => `\`${String(value)}\``).join(' or ')}.`,
  );
  return [
    ...(field.help === undefined ? [] : [field.help]),
    ...when,
    ...(field.sensitive ? ['Restricted: in no export.'] : []),
    ...(field.hidden ? ['Filled in by the app.'] : []),
  ].join(' ');
}

function columnLines(columns: OfficialColumns): string[] {
  return [
    '## Official columns of the tally',
    '',
    '| Column | Label | Categories |',
    '|---|---|---|',
    ...Object.entries(columns).map(([column, categories]) => {
      const label = (officialColumnLabels as Readonly<Record<string, string>>)[column] ?? column;
      return row(`\`${column}\``, label, categories.map((category) => `\`${category}\``).join(', '));
    }),
    '',
  ];
}

function limitLines(): string[] {
  const percent = (share: number) => `${share * 100} %`;
  return [
    '## What is checked before saving',
    '',
    'An error keeps the record a draft; a warning is saved with it for the reviewer. The server refuses neither, it flags them.',
    '',
    '| Code | | When |',
    '|---|---|---|',
    row('`missing`', 'error', 'A required field is empty.'),
    row('`unreadable`', 'error', 'A value is not of its field’s type, or outside its limits.'),
    row('`too-few-corners`', 'error', 'A polygon has fewer than 3 different corners.'),
    row('`crosses-itself`', 'error', 'The line of a polygon crosses or touches itself.'),
    row('`repeated-corner`', 'warning', 'A corner lies on the corner before it.'),
    row('`side-too-long`', 'warning', `A side is longer than ${limits.sideM / 1000} km.`),
    row('`repeats-record`', 'warning', 'The same polygon is recorded already.'),
    row('`outside-operating-area`', 'warning', 'A position lies outside the programme’s operating area.'),
    row(
      '`outside-task`',
      'warning',
      `More than ${percent(limits.outsideTask)} of a polygon, or the position, lies outside its task.`,
    ),
    row('`larger-than-task`', 'warning', 'The area is larger than the task’s.'),
    row('`position-poor`', 'warning', `The accuracy is worse than ${limits.accuracyM} m.`),
    row(
      '`area-mismatch`',
      'warning',
      `A stated or taped area differs from the polygon’s by more than ${percent(limits.mismatch)}.`,
    ),
    row(
      '`area-uncertain`',
      'warning',
      `Perimeter × accuracy exceeds ${percent(limits.uncertainty)} of an area computed from its polygon.`,
    ),
    row('`date-in-future`', 'warning', 'What is reported as done is dated after today.'),
    row('`before-task-opened`', 'warning', 'The work is dated before its task was opened.'),
    '',
  ];
}

const row = (...cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
