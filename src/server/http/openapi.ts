import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { baseMapSchema } from '#domain/base-map.ts';
import { valuesSchema } from '#domain/fields/schema.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { basemapsAnswerSchema } from '#protocol/basemaps.ts';
import { changeSchema } from '#protocol/change.ts';
import { pageSchema } from '#protocol/page.ts';
import { protocolVersion } from '#protocol/version.ts';
import {
  phonesAnswerSchema,
  problemSchema,
  pushAnswerSchema,
  pushRequestSchema,
  sessionAnswerSchema,
  sessionRequestSchema,
  gzipType,
  throughHeader,
  userHeader,
} from '#protocol/wire.ts';
import { historyAnswerSchema } from '#protocol/history.ts';

/** Checks that JSON Schema cannot say (storable text, closed rings) are left out rather than said wrongly. */
const jsonSchema = (schema: v.GenericSchema) => {
  const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' });
  return rest;
};

const wire = {
  SessionRequest: sessionRequestSchema,
  SessionAnswer: sessionAnswerSchema,
  PushRequest: pushRequestSchema,
  PushAnswer: pushAnswerSchema,
  Change: changeSchema,
  Page: pageSchema,
  BaseMap: baseMapSchema,
  BasemapsAnswer: basemapsAnswerSchema,
  HistoryAnswer: historyAnswerSchema,
  PhonesAnswer: phonesAnswerSchema,
  Problem: problemSchema,
} as const;
type WireName = keyof typeof wire;

const content = (name: WireName, type = 'application/json') => ({
  content: { [type]: { schema: { $ref: `#/components/schemas/${name}` } } },
});
const parameter = (
  name: string,
  where: 'query' | 'path' | 'header',
  description: string,
  required = false,
) => ({
  name,
  in: where,
  description,
  required: required || where === 'path',
  schema: { type: 'string' },
});

interface Operation {
  readonly summary: string;
  readonly parameters?: readonly object[];
  readonly body?: WireName;
  readonly answer: WireName;
  /** The answer is a page, which also comes as a gzip file to whoever asks for that type. */
  readonly packed?: true;
}

const operation = ({ summary, parameters = [], body, answer, packed }: Operation) => ({
  summary,
  parameters: [parameter(userHeader, 'header', 'The user that the request is made for.'), ...parameters],
  ...(body ? { requestBody: { required: true, ...content(body) } } : {}),
  responses: {
    200: packed ? packedPage(answer) : { description: 'OK', ...content(answer) },
    default: { description: 'What went wrong', ...content('Problem', 'application/problem+json') },
  },
});

const packedPage = (answer: WireName) => ({
  description: 'OK',
  headers: {
    [throughHeader]: {
      description: 'The cursor after the page, where there is more behind it.',
      schema: { type: 'integer' },
    },
  },
  content: { ...content(answer).content, [gzipType]: { schema: { type: 'string', format: 'binary' } } },
});

const archiveContent = (description: string) => ({
  description,
  content: { 'application/vnd.pmtiles': { schema: { type: 'string', format: 'binary' } } },
});

const archiveFile = {
  summary: 'A map archive (PMTiles), whole or one range of its bytes',
  parameters: [
    parameter('id', 'path', 'The id of the archive.'),
    parameter('range', 'header', 'One range of bytes.'),
    parameter(
      'if-range',
      'header',
      'The etag that the range is of: where it is another, the whole file comes.',
    ),
  ],
  responses: {
    200: archiveContent('The whole file'),
    206: archiveContent('The range'),
    default: { description: 'What went wrong', ...content('Problem', 'application/problem+json') },
  },
};

/** The API as OpenAPI 3.1, from the schemas that the server itself reads with; kinds from their declarations. */
export function openApiDocument(registry: Registry, url: string): object {
  const kinds = registry.kinds.map(({ kind, about, fields }) => [
    `kind.${kind}`,
    { ...jsonSchema(valuesSchema(fields)), description: about },
  ]);
  return {
    openapi: '3.1.0',
    info: { title: 'Safelane', version: String(protocolVersion) },
    servers: [{ url }],
    security: [{ session: [] }],
    paths: {
      '/api/v1/session': {
        post: operation({
          summary: 'Who am I, and what may I pull?',
          body: 'SessionRequest',
          answer: 'SessionAnswer',
        }),
      },
      '/api/v1/push': {
        post: operation({
          summary: 'Send changes, in order of their numbers',
          body: 'PushRequest',
          answer: 'PushAnswer',
        }),
      },
      '/api/v1/pull': {
        get: operation({
          summary: 'The next page of a bucket',
          parameters: [
            parameter('bucket', 'query', 'A bucket of the session answer.', true),
            parameter('after', 'query', 'The cursor: `through` of the page before, or 0.'),
            parameter('epoch', 'query', 'The epoch that the cursor belongs to; another is answered 409.'),
          ],
          answer: 'Page',
          packed: true,
        }),
      },
      '/api/v1/phones': {
        get: operation({
          summary: 'The phones, and what they hold (supervisors only)',
          answer: 'PhonesAnswer',
        }),
      },
      '/api/v1/base-map': { get: operation({ summary: 'Outlines and places', answer: 'BaseMap' }) },
      '/api/v1/basemaps': {
        get: operation({ summary: 'Map archives that a phone can fetch', answer: 'BasemapsAnswer' }),
      },
      '/api/v1/basemaps/{id}': { get: archiveFile },
      '/api/v1/records/{id}/history': {
        get: operation({
          summary: 'What was decided about a record',
          parameters: [parameter('id', 'path', 'The record.')],
          answer: 'HistoryAnswer',
        }),
      },
    },
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'safelane.session_token' } },
      schemas: Object.fromEntries([
        ...Object.entries(wire).map(([name, schema]) => [name, jsonSchema(schema)]),
        ...kinds,
      ]) as Record<string, object>,
    },
  };
}
