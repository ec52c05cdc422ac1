/** Every screen in its states, reached as a person reaches it. What is photographed is also what is checked. */
import { expect, type Page } from '@playwright/test';
import { coarseArea } from './add-coarse-area.ts';
import { heldRecords } from './add-held-values.ts';
import {
  button,
  comeNear,
  downloadMap,
  failSignIn,
  fillOrdnance,
  measureLane,
  measured,
  openCoarse,
  openMaps,
  openRow,
  press,
  scrollTo,
  showMap,
  standBeside,
  drawOverEarlier,
  typeCorners,
  typeLegs,
  typePosition,
  walkTwoSides,
} from './screen-steps.ts';
import type { RunningServer } from '#tests/support/server/start-server.ts';

export type Who = 'nobody' | 'team1' | 'newcomer' | 'supervisor' | 'director';

export interface ScreenState {
  readonly name: string;
  readonly who: Who;
  readonly path: string;
  /** Without a network, after the page has been opened with one. */
  readonly offline?: true;
  /** What a person does until it looks as it should. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Accounts of the demo, and of a programme in which nothing was recorded yet. */
export const passwords: Readonly<Record<Exclude<Who, 'nobody'>, string>> = {
  team1: 'safelane-demo',
  supervisor: 'safelane-demo',
  newcomer: 'no-records-yet',
  director: 'no-records-yet',
};

export async function addEmptyProgramme(server: RunningServer): Promise<void> {
  const area = ['--area=46.0,38.8,48.0,40.5', '--time-zone', 'Asia/Baku'];
  for (const args of [
    ['programme', 'add', 'New programme', '--short', 'new', ...area],
    [
      'user',
      'add',
      'newcomer',
      '--programme',
      'new',
      '--role',
      'member',
      '--team',
      'Team 1',
      '--password',
      passwords.newcomer,
    ],
    [
      'user',
      'add',
      'director',
      '--programme',
      'new',
      '--role',
      'supervisor',
      '--password',
      passwords.director,
    ],
  ]) {
    const { code, stderr } = await server.cli(...args);
    if (code !== 0) throw new Error(stderr);
  }
}

const january = 'from=2021-01-11&to=2021-01-11';

export const screenList: readonly ScreenState[] = [
  { name: 'sign-in', who: 'nobody', path: '/' },
  { name: 'sign-in-error', who: 'nobody', path: '/', prepare: failSignIn },
  { name: 'map', who: 'team1', path: '/' },
  { name: 'map-offline', who: 'team1', path: '/', offline: true },
  { name: 'map-empty', who: 'newcomer', path: '/' },
  { name: 'map-supervisor', who: 'supervisor', path: '/' },
  { name: 'map-legend', who: 'team1', path: '/', prepare: async (page) => page.locator('summary').click() },
  { name: 'task-picker', who: 'team1', path: '/', prepare: press(/^Task/) },
  { name: 'status', who: 'team1', path: '/', prepare: press(/All sent/) },
  { name: 'map-near-danger', who: 'team1', path: '/', prepare: comeNear },
  { name: 'records-near-danger', who: 'team1', path: '/records', prepare: comeNear },
  { name: 'ordnance-near-danger', who: 'team1', path: '/new/ordnance', prepare: comeNear },
  { name: 'clearance-near-danger', who: 'team1', path: '/new/clearance', prepare: comeNear },
  {
    name: 'status-near-danger',
    who: 'team1',
    path: '/',
    prepare: async (page) => {
      await comeNear(page);
      await page.locator('.strip-state').click();
    },
  },
  { name: 'help', who: 'team1', path: '/help' },
  { name: 'ordnance', who: 'team1', path: '/new/ordnance' },
  { name: 'ordnance-filled', who: 'team1', path: '/new/ordnance', prepare: fillOrdnance },
  { name: 'ordnance-error', who: 'team1', path: '/new/ordnance', prepare: press('Save') },
  { name: 'ordnance-more', who: 'team1', path: '/new/ordnance', prepare: press('More') },
  { name: 'ordnance-position', who: 'team1', path: '/new/ordnance', prepare: measured },
  {
    name: 'ordnance-position-tapped',
    who: 'team1',
    path: '/new/ordnance',
    prepare: async (page) => {
      await measured(page);
      await button(page, 'Tap on map').click();
      await page.getByRole('application', { name: /tap the position/ }).click();
      await expect(page.getByText(/Tapped on map/).last()).toBeVisible();
    },
  },
  {
    name: 'ordnance-position-typed',
    who: 'team1',
    path: '/new/ordnance',
    prepare: typePosition('38SPK6510727999'),
  },
  { name: 'ordnance-position-unread', who: 'team1', path: '/new/ordnance', prepare: typePosition('39.9922') },
  {
    name: 'ordnance-beside',
    who: 'team1',
    path: '/new/ordnance',
    prepare: press('I am not standing at it'),
  },
  {
    name: 'ordnance-beside-given',
    who: 'team1',
    path: '/new/ordnance',
    prepare: async (page) => {
      await standBeside(page);
      await expect(page.getByText(/Item: /)).toBeVisible();
    },
  },
  {
    name: 'ordnance-beside-row',
    who: 'team1',
    path: '/new/ordnance',
    prepare: async (page) => {
      await standBeside(page);
      await button(page, 'Use this position').click();
    },
  },
  { name: 'ordnance-offline', who: 'team1', path: '/new/ordnance', offline: true },
  { name: 'clearance', who: 'team1', path: '/new/clearance' },
  { name: 'clearance-drawn', who: 'team1', path: '/new/clearance', prepare: drawOverEarlier },
  { name: 'clearance-walk', who: 'team1', path: '/new/clearance', prepare: press('Walk it') },
  { name: 'clearance-walking', who: 'team1', path: '/new/clearance', prepare: walkTwoSides },
  {
    name: 'clearance-walked',
    who: 'team1',
    path: '/new/clearance',
    prepare: async (page) => {
      await walkTwoSides(page);
      await button(page, 'Pause').click();
    },
  },
  {
    name: 'clearance-standing',
    who: 'team1',
    path: '/new/clearance',
    prepare: async (page) => {
      await button(page, 'Walk it').click();
      await button(page, 'Add a corner here').click();
    },
  },
  { name: 'clearance-coarse', who: 'team1', path: `/records/${coarseArea}`, prepare: openCoarse },
  {
    name: 'clearance-lanes',
    who: 'team1',
    path: `/records/${coarseArea}`,
    prepare: async (page) => {
      await openCoarse(page);
      await measureLane(page);
    },
  },
  { name: 'clearance-type', who: 'team1', path: '/new/clearance', prepare: press('Type corners') },
  { name: 'clearance-typed', who: 'team1', path: '/new/clearance', prepare: typeCorners },
  {
    name: 'clearance-corner',
    who: 'team1',
    path: '/new/clearance',
    prepare: async (page) => {
      await typeCorners(page);
      await page.getByRole('list', { name: 'Corners' }).getByRole('button').last().click();
      await button(page, 'Edit').click();
    },
  },
  { name: 'clearance-bearing', who: 'team1', path: '/new/clearance', prepare: press('Bearing and distance') },
  { name: 'clearance-legs', who: 'team1', path: '/new/clearance', prepare: typeLegs },
  { name: 'clearance-error', who: 'team1', path: '/new/clearance', prepare: press('Save') },
  {
    name: 'clearance-details',
    who: 'team1',
    path: '/new/clearance',
    prepare: async (page) => {
      await page.locator('.area-answers > summary').click();
    },
  },
  { name: 'records', who: 'team1', path: '/records' },
  { name: 'records-offline', who: 'team1', path: '/records', offline: true },
  { name: 'records-empty', who: 'newcomer', path: '/records' },
  { name: 'layers', who: 'team1', path: '/', prepare: press('Layers of the map') },
  {
    name: 'layers-add',
    who: 'team1',
    path: '/',
    prepare: async (page) => {
      await press('Layers of the map')(page);
      await press('Add a layer from a file')(page);
    },
  },
  { name: 'record-ordnance', who: 'team1', path: '/records', prepare: openRow(/-O-\d{6}-/) },
  { name: 'record-clearance', who: 'team1', path: '/records', prepare: openRow(/-C-\d{6}-/) },
  { name: 'record-unknown', who: 'team1', path: '/records/00000000-0000-7000-8000-000000000000' },
  { name: 'record-held', who: 'team1', path: `/records/${heldRecords.open}` },
  {
    name: 'record-held-places',
    who: 'team1',
    path: `/records/${heldRecords.open}`,
    prepare: scrollTo(/drew the area/),
  },
  { name: 'record-held-approved', who: 'team1', path: `/records/${heldRecords.approved}` },
  { name: 'record-held-position', who: 'team1', path: `/records/${heldRecords.item}` },
  { name: 'today', who: 'team1', path: '/today' },
  { name: 'today-empty', who: 'newcomer', path: '/today' },
  { name: 'attention', who: 'team1', path: '/attention' },
  { name: 'unknown-address', who: 'team1', path: '/nowhere' },
  { name: 'desk', who: 'supervisor', path: '/desk' },
  { name: 'desk-day', who: 'supervisor', path: `/desk?${january}` },
  { name: 'desk-offline', who: 'supervisor', path: '/desk', offline: true },
  { name: 'desk-no-match', who: 'supervisor', path: '/desk?from=2019-01-01&to=2019-01-01' },
  { name: 'desk-empty', who: 'director', path: '/desk' },
  {
    name: 'desk-record',
    who: 'supervisor',
    path: `/desk?${january}`,
    prepare: async (page) => {
      await page.getByRole('listbox').getByRole('option').first().click();
    },
  },
  { name: 'desk-held', who: 'supervisor', path: '/desk', prepare: press(/wait for a choice/) },
  { name: 'desk-record-held', who: 'supervisor', path: `/desk?days=all&held=yes&record=${heldRecords.open}` },
  {
    name: 'desk-record-held-places',
    who: 'supervisor',
    path: `/desk?days=all&held=yes&record=${heldRecords.open}`,
    prepare: scrollTo(/drew the area/),
  },
  {
    name: 'desk-record-held-approved',
    who: 'supervisor',
    path: `/desk?days=all&held=yes&record=${heldRecords.approved}`,
  },
  {
    name: 'desk-record-held-position',
    who: 'supervisor',
    path: `/desk?days=all&held=yes&record=${heldRecords.item}`,
  },
  { name: 'desk-tally', who: 'supervisor', path: `/desk/tally?${january}` },
  { name: 'desk-tally-empty', who: 'director', path: '/desk/tally' },
  {
    name: 'desk-tally-export',
    who: 'supervisor',
    path: `/desk/tally?${january}`,
    prepare: press('Export'),
  },
  { name: 'desk-phones', who: 'supervisor', path: '/desk/phones' },
  { name: 'desk-phones-offline', who: 'supervisor', path: '/desk/phones', offline: true },
  { name: 'desk-member', who: 'team1', path: '/desk' },
  // Last: what is downloaded and chosen stays so in the window.
  { name: 'maps', who: 'team1', path: '/', prepare: openMaps },
  { name: 'maps-offline', who: 'team1', path: '/', offline: true, prepare: press('Layers of the map') },
  { name: 'maps-on-phone', who: 'team1', path: '/', prepare: downloadMap },
  {
    name: 'maps-delete',
    who: 'team1',
    path: '/',
    prepare: async (page) => {
      await openMaps(page);
      await button(page, 'Delete').first().click();
    },
  },
  { name: 'map-archive', who: 'team1', path: '/', prepare: showMap },
  { name: 'desk-maps', who: 'supervisor', path: '/desk', prepare: openMaps },
];
