import type { Fields } from '../fields/field.ts';

/** The task that a record belongs to; almost every record does. */
export const taskField = {
  type: 'reference',
  to: 'task',
  label: 'Task',
  required: true,
  remembered: true,
} as const;

/** The fields that every record has beside its own. */
export const commonFields = {
  team: { type: 'reference', to: 'team', label: 'Team', required: true, hidden: true },
  date: {
    type: 'date',
    label: 'Date of the work',
    help: 'The day it was done, which need not be today.',
    required: true,
    initial: 'today',
    more: true,
  },
  note: { type: 'text', label: 'Note', multiline: true, more: true },
  externalIds: {
    type: 'list',
    label: 'Numbers in other systems',
    itemLabel: 'Number',
    hidden: true,
    item: {
      system: { type: 'text', label: 'System', required: true, maxLength: 60 },
      id: { type: 'text', label: 'Number', required: true },
    },
  },
} as const satisfies Fields;
