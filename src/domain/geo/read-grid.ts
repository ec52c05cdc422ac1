import { fromMgrs } from './mgrs.ts';
import { beyondReach, type Reading, refuse } from './reading.ts';
import type { LonLat } from './shape.ts';
import { bandEdges, fromUtm, reach, type UtmPosition, zoneHasBand } from './utm.ts';

const mgrsForm = /^(?<zone>\d{1,2})(?<band>[A-Z])(?<square>[A-Z]{2})(?<digits>\d*)$/;
const polarForm = /^[ABYZ][A-Z]{2}\d*$|^[ABYZ]\s+\d{5,}/;

/** An MGRS reference, with or without spaces; `null` where the text has not its form. It means the middle of its square. */
export function readMgrs(text: string): Reading | null {
  const written = text
    .toUpperCase()
    .replace(/^\s*MGRS\s*:?/, '')
    .trim();
  const compact = written.replace(/\s+/g, '');
  if (polarForm.test(compact) || polarForm.test(written)) return refuse(beyondReach);
  const { zone, band = '', square = '', digits = '' } = mgrsForm.exec(compact)?.groups ?? {};
  if (zone === undefined) return null;
  const wrong = wrongZone(Number(zone), band);
  if (wrong) return refuse(wrong);
  const groups = /(\d+)\s+(\d+)$/.exec(written.replace(/^\d+/, ''));
  if (digits.length % 2 !== 0 || (groups && groups[1]?.length !== groups[2]?.length)) {
    return refuse(
      'Easting and northing of an MGRS reference have equally many digits; one is missing or too many.',
    );
  }
  if (digits.length > 22)
    return refuse('An MGRS reference has at most 11 digits each for easting and northing.');
  const half = digits.length / 2;
  const position = fromMgrs({
    zone: Number(zone),
    band,
    square,
    digits: [digits.slice(0, half), digits.slice(half)],
  });
  if (position === null) return refuse(`Zone ${Number(zone)}${band} has no square ${square}.`);
  // The middle of a coarse square may lie a little beyond 84° N.
  return { ok: true, position, notation: 'mgrs' };
}

const letters = '(?<LETTERS>north(?:ern)?|south(?:ern)?|[a-z])';
const metresForm = '\\d(?:[\\d.,]*\\d)?';
const utmForm = new RegExp(
  `^(?:wgs\\s*84)?[\\s/,:]*(?:utm)?[\\s:]*(?:zone)?[\\s:]*(?:(?<zone>\\d{1,3})\\s*${letters.replace('LETTERS', 'band')}?[\\s,:;]+)?` +
    `(?:(?<hemisphere>north|south|[ns])[\\s,:;]+)?(?:e(?:asting)?[\\s:=]*)?(?<easting>${metresForm})\\s*(?<east>m?\\s*e)?[\\s,;]+` +
    `(?:n(?:orthing)?[\\s:=]*)?(?<northing>${metresForm})\\s*(?<after>m?\\s*(?:north|south|[ns]))?$`,
  'i',
);

/** A UTM position; `null` where the text is not of its form, which has numbers no degrees can have. */
export function readUtm(text: string): Reading | null {
  if (!/\butm\b|\d{5}|\d,\d{3},\d{3}/i.test(text.replace(/\.\d+/g, ''))) return null;
  const groups = utmForm.exec(text.trim().replace(/(\d)\s+m(?![a-z])/gi, '$1m'))?.groups;
  if (groups === undefined) return null;
  const { zone, easting = '', northing = '', east, after = '' } = groups;
  if (zone === undefined) return refuse('The zone is missing: write it first, such as 38N 500000 4400000.');
  const zoneNumber = Number(zone);
  const beside = east === undefined ? after.replace(/^m?\s*/i, '') : '';
  const band = (groups['band'] ?? groups['hemisphere'] ?? beside).toUpperCase();
  const wrong = wrongZone(zoneNumber, band.length === 1 ? band : '');
  if (wrong) return refuse(wrong);
  const eastingM = metresOf(easting);
  const northingM = metresOf(northing);
  if (eastingM === null) return refuse(`${easting} is not a number of metres.`);
  if (northingM === null) return refuse(`${northing} is not a number of metres.`);
  // In `500000mE 5600000mS` the letter says the hemisphere; the N of `mN` only names the northing.
  const south = /s/i.test(after);
  if (band === '' && !south) {
    return refuse(
      `Zone ${zoneNumber} does not say which hemisphere: write ${zoneNumber}N or ${zoneNumber}S.`,
    );
  }
  return readMetres({ zone: zoneNumber, eastingM, northingM }, band === '' ? 'SOUTH' : band);
}

type Metres = Omit<UtmPosition, 'hemisphere'>;

function readMetres(metres: Metres, letter: string): Reading {
  const { eastingM, northingM } = metres;
  if (eastingM >= 1_000_000 && northingM < 1_000_000) {
    return refuse('Easting and northing seem exchanged: the easting comes first, and has six digits.');
  }
  if (eastingM <= 0 || eastingM >= 1_000_000) {
    return refuse(`Easting ${eastingM} m is out of range: it lies between 0 and 1,000,000.`);
  }
  if (northingM < 0 || northingM > 10_000_000) {
    return refuse(`Northing ${northingM} m is out of range: it lies between 0 and 10,000,000.`);
  }
  const north = fromUtm({ ...metres, hemisphere: 'north' });
  // The S of a hemisphere is also the band from 32° to 40° N. Where the northing fits that band, it is meant.
  if (letter.startsWith('NORTH') || (letter === 'S' && isInBand(north, 'S'))) return within(north);
  const south = fromUtm({ ...metres, hemisphere: 'south' });
  if (letter.startsWith('SOUTH') || letter === 'S') return within(south);
  if (letter === 'N') return within(north);
  const position = letter < 'N' ? south : north;
  if (isInBand(position, letter)) return within(position);
  const [from, to] = bandEdges(letter) ?? [0, 0];
  return refuse(
    `Northing ${northingM} m is at latitude ${position[1].toFixed(2)}°, not in band ${letter} (${from}° to ${to}°).`,
  );
}

/** A tenth of a degree over the edge is taken: a site across it may keep to one letter. */
function isInBand([, lat]: LonLat, band: string): boolean {
  const edges = bandEdges(band);
  return edges !== null && lat >= edges[0] - 0.1 && lat <= edges[1] + 0.1;
}

/** Half a metre over the edge is what rounding may do. */
function within(position: LonLat): Reading {
  const [, lat] = position;
  if (lat < reach.south - 1e-5 || lat > reach.north + 1e-5) return refuse(beyondReach);
  return { ok: true, position, notation: 'utm' };
}

function wrongZone(zone: number, band: string): string | null {
  if (zone < 1 || zone > 60) return `There is no zone ${zone}: zones go from 1 to 60.`;
  if (/^[ABYZ]$/.test(band)) return beyondReach;
  if (band !== '' && bandEdges(band) === null) return `There is no band ${band}: I and O are not used.`;
  if (band !== '' && !zoneHasBand(zone, band)) {
    return `Zone ${zone} has no band X: there the zones are 31, 33, 35 and 37.`;
  }
  return null;
}

/** `500,000` and `4,400,000.5` have commas of thousands, `500000,5` a decimal one. */
function metresOf(text: string): number | null {
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text.replace(',', '.');
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}
