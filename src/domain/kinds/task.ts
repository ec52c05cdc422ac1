import { clearanceMethods, searchClasses } from './clearance.ts';
import { defineKind } from './declaration.ts';

/** A worksite: hazardous area or spot handed to a team by a task order. Its code is the worksite's number. */
export const task = defineKind({
  kind: 'task',
  label: 'Task',
  plural: 'Tasks',
  letter: 'T',
  about: 'A worksite with its polygon, the team it is given to, and the clearance that is required of it.',
  fields: {
    name: { type: 'text', label: 'Name', required: true },
    taskOrderNo: { type: 'text', label: 'Task order number', maxLength: 60 },
    type: {
      type: 'choice',
      label: 'Type',
      options: {
        minefield: 'Minefield',
        'battle-area': 'Battle area',
        'eod-spot': 'EOD spot',
        'technical-survey': 'Technical survey',
        'non-technical-survey': 'Non-technical survey',
      },
    },
    district: { type: 'text', label: 'District', maxLength: 120 },
    requiredDepthCm: {
      type: 'number',
      unit: 'cm',
      label: 'Required depth',
      group: 'requirement',
      min: 0,
      max: 2_000,
    },
    requiredSearchClass: {
      type: 'choice',
      label: 'Required search',
      noun: 'required search class',
      group: 'requirement',
      options: searchClasses,
    },
    defaultMethod: { type: 'choice', label: 'Usual method', options: clearanceMethods },
    state: {
      type: 'choice',
      label: 'State',
      initial: 'planned',
      options: {
        planned: 'Planned',
        active: 'Active',
        suspended: 'Suspended',
        completed: 'Completed',
        'handed-over': 'Handed over',
      },
    },
    place: { type: 'polygon', label: 'Boundary' },
    date: { type: 'date', label: 'Opened', noun: 'day of opening', initial: 'today', planned: true },
    closed: { type: 'date', label: 'Closed', noun: 'day of closing', more: true, planned: true },
    handedOver: {
      type: 'date',
      label: 'Handed over on',
      noun: 'day of hand-over',
      group: 'handover',
      more: true,
      planned: true,
    },
    certificateNo: {
      type: 'text',
      label: 'Certificate number',
      group: 'handover',
      maxLength: 60,
      more: true,
    },
    receivedBy: {
      type: 'text',
      label: 'Received by',
      noun: 'person who received it',
      group: 'handover',
      more: true,
    },
  },
  title: (values) => values.name || 'Task',
  symbol: () => ({ shape: 'outline', colour: 'task' }),
});
