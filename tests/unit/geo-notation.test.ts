import { formatPosition, notations, parsePosition, parsePositions } from '#domain/geo/notation.ts';
import { zoneOf } from '#domain/geo/utm.ts';
import { describe, expect, it } from 'vitest';

const read = (text: string) => {
  const reading = parsePosition(text);
  if (!reading.ok) return reading.message;
  const [lon, lat] = reading.position;
  return [reading.notation, Number(lon.toFixed(7)), Number(lat.toFixed(7))];
};

describe('a position is read as people write it', () => {
  it.each([
    ['39.9912 46.9312'],
    ['39.9912, 46.9312'],
    ['39,9912 46,9312'],
    ['39,9912, 46,9312'],
    ['39,9912,46,9312'],
    ['39,9912; 46,9312'],
    ['39.9912N 46.9312E'],
    ['N39.9912 E46.9312'],
    ['E 46.9312 N 39.9912'],
    ['46.9312° E, 39.9912° N'],
    ['39.9912º North, 46.9312º East'],
    ['lat: 39.9912 lon: 46.9312'],
    ['longitude=46.9312, latitude=39.9912'],
    ['(39.9912, 46.9312)'],
    ['geo:39.9912,46.9312'],
    ['٣٩٫٩٩١٢، ٤٦٫٩٣١٢'],
    ['\u200e39.9912\u00a046.9312'],
  ])('in decimal degrees: %s', (text) => {
    expect(read(text)).toEqual(['dd', 46.9312, 39.9912]);
  });

  it.each([
    ["39° 59.472' N 46° 55.8' E", 'ddm'],
    ['39 59,472 46 55,8', 'ddm'],
    ['N 39:59.472 E 46:55.8', 'ddm'],
    ['39°59′28.32″N 46°55′48″E', 'dms'],
    ["39°59'28.32''N, 46°55'48''E", 'dms'],
    ['46°55’48” E 39°59’28.32” N', 'dms'],
    ['39d59m28.32s N 46d55m48s E', 'dms'],
    ['39 deg 59 min 28.32 sec N, 46 deg 55 min 48 sec E', 'dms'],
    ['39:59:28.32, 46:55:48', 'dms'],
    ['39 59 28.32 46 55 48', 'dms'],
    ["39°59'28.32\" 46°55.8'", 'dms'],
  ])('in degrees and minutes: %s', (text, notation) => {
    expect(read(text)).toEqual([notation, 46.93, 39.9912]);
  });

  it.each([
    ['−39.5 −46.5'],
    ['-39 30 -46 30'],
    ['39.5s 46.5w'],
    ['39d30m00S 46d30m00W'],
    ['S 39 30 0 W 46 30 0'],
    ['lat -39.5 lon -46.5'],
  ])('south and west: %s', (text) => {
    expect(read(text).slice(1)).toEqual([-46.5, -39.5]);
  });

  it.each([
    ['38S 664876.17 4428570.49'],
    ['38 S 664876.17 4428570.49'],
    ['38N 664876.17 4428570.49'],
    ['38 north 664876.17, 4428570.49'],
    ['UTM zone 38N 664876.17 4428570.49'],
    ['38 664876.17 4428570.49 N'],
    ['38S 0664876,17 4428570,49'],
    ['38S 664,876.17 4,428,570.49'],
    ['38S 664876.17mE 4428570.49mN'],
    ['38S 664876.17 m E, 4428570.49 m N'],
    ['WGS 84 / UTM zone 38N E 664876.17 N 4428570.49'],
  ])('in UTM: %s', (text) => {
    expect(read(text)).toEqual(['utm', 46.9312345, 39.9912345]);
  });

  it.each([['38SPK6487628570'], ['38S PK 64876 28570'], ['38s pk 64876 28570'], ['MGRS: 38S PK 6487628570']])(
    'in MGRS: %s',
    (text) => {
      const reading = parsePosition(text);
      expect(reading).toMatchObject({ ok: true, notation: 'mgrs' });
      if (reading.ok) expect(formatPosition(reading.position, 'utm')).toBe('38S 664876.5 4428570.5');
    },
  );

  it('in MGRS as coarse as it is written: the middle of the square', () => {
    const middle = (text: string) => {
      const reading = parsePosition(text);
      return reading.ok && formatPosition(reading.position, 'utm');
    };
    expect(middle('38S PK 6487 2857')).toBe('38S 664875 4428575');
    expect(middle('38S PK 6 2')).toBe('38S 665000 4425000');
    expect(middle('38SPK')).toBe('38T 650000 4450000');
    expect(middle('38S PK 6487612 2857034')).toBe('38S 664876.125 4428570.345');
  });

  it('in UTM whose S is the band of 32° to 40° N where the northing fits, and else the south', () => {
    expect(read('21S 440000 4270000')).toEqual(['utm', -57.688815, 38.5764374]);
    expect(read('21 South 440000 4270000')).toEqual(['utm', -57.868547, -51.7177202]);
    expect(read('21F 440000 4270000')).toEqual(['utm', -57.868547, -51.7177202]);
    expect(read('38S 500000 5600000')).toEqual(['utm', 45, -39.7499075]);
    expect(read('38 500000mE 5600000mS')).toEqual(['utm', 45, -39.7499075]);
  });
});

describe('what is wrong is said in a sentence', () => {
  it.each([
    ['', /nothing to read/],
    ['hello', /"hello" is not part of a position/],
    ['39.99', /one number only/],
    ['39,99', /one number only/],
    ['1.5 2.5 3.5', /where the latitude ends/],
    ['91 46', /Latitude 91 is out of range.*between −90 and 90/],
    ['146.93 39.99', /Latitude comes first/],
    ['39 181', /Longitude 181 is out of range/],
    ['39 60.0 46 10', /Minutes are less than 60, not 60\.0/],
    ['39 59 61 46 10 1', /Seconds are less than 60, not 61/],
    ['39.5 30 46.5 30', /39\.5 has decimals/],
    ['39 -30 46 30', /minus sign/],
    ['-39.99 S 46 E', /minus sign and a letter/],
    ['39.99N 46.93', /does not: add N or S/],
    ['39 N 40 S', /two latitudes/],
    ["39' 59° N 46 E", /mark ' after 39/],
    ['45.0 N 7.5 O', /"O" is not part/],
    ['[46.93, 39.99]', /not part of a position/],
    ['500000 4400000', /zone is missing/],
    ['38 500000 4400000', /does not say which hemisphere/],
    ['38 500000mE 4400000mN', /does not say which hemisphere/],
    ['61N 500000 4400000', /no zone 61/],
    ['0N 500000 4400000', /no zone 0/],
    ['38O 500000 4400000', /no band O/],
    ['38T 497000 3427000', /latitude 30\.98°, not in band T \(40° to 48°\)/],
    ['38T 4400000 500000', /easting comes first/],
    ['38T 1400000 4400000', /Easting 1400000 m is out of range/],
    ['38C 500000 10400000', /Northing 10400000 m is out of range/],
    ['38N 500000 9800000', /nearer to a pole/],
    ['33Z 500000 9800000', /nearer to a pole/],
    ['32X 500000 8500000', /Zone 32 has no band X/],
    ['61SPK6487628570', /no zone 61/],
    ['38SPK648762857', /equally many digits/],
    ['38S PK 6487 285701', /equally many digits/],
    ['38SAK6487628570', /no square AK/],
    ['38SPP6487628570', /no square PP/],
    ['34XDH1234512345', /Zone 34 has no band X/],
    ['ZAH1234512345', /nearer to a pole/],
    ['x'.repeat(300), /too long/],
  ])('%s', (text, message) => {
    const said = read(text);
    expect(said).toMatch(message);
    expect(said).toMatch(/^["A-Z\d-].*\.$/s);
  });
});

describe('a position is written', () => {
  const written = (position: readonly [number, number], fineness?: 'metre') =>
    notations.map((notation) => formatPosition(position, notation, fineness));

  it('exactly, without the zeros it ends in', () => {
    expect(written([46.9312345, 39.9912345])).toEqual([
      '39.9912345° N, 46.9312345° E',
      '39° 59.47407′ N, 46° 55.87407′ E',
      '39° 59′ 28.4442″ N, 46° 55′ 52.4442″ E',
      '38S 664876.172 4428570.488',
      '38S PK 64876 28570',
    ]);
    expect(written([-74.5, -4.25]).slice(0, 3)).toEqual([
      '4.25000° S, 74.50000° W',
      '4° 15.000′ S, 74° 30.000′ W',
      '4° 15′ 0.0″ S, 74° 30′ 0.0″ W',
    ]);
  });

  it('to about a metre, as people read it aloud', () => {
    expect(written([46.9312345, 39.9912345], 'metre')).toEqual([
      '39.99123° N, 46.93123° E',
      '39° 59.474′ N, 46° 55.874′ E',
      '39° 59′ 28.4″ N, 46° 55′ 52.4″ E',
      '38S 664876 4428570',
      '38S PK 64876 28570',
    ]);
  });

  it('never with 60 minutes or seconds', () => {
    expect(written([46.99999999999, 59.99999999999]).slice(0, 3)).toEqual([
      '60.00000° N, 47.00000° E',
      '60° 0.000′ N, 47° 0.000′ E',
      '60° 0′ 0.0″ N, 47° 0′ 0.0″ E',
    ]);
  });

  it('in the zones that Norway and Svalbard have', () => {
    expect(zoneOf([4, 60])).toBe(32);
    expect(zoneOf([2.9, 60])).toBe(31);
    expect(zoneOf([4, 64])).toBe(31);
    expect(zoneOf([4, 55.9])).toBe(31);
    const svalbard = [0, 8.9, 9, 20.9, 21, 32.9, 33, 41.9, 42];
    expect(svalbard.map((lon) => zoneOf([lon, 78]))).toEqual([31, 31, 33, 33, 35, 35, 37, 37, 38]);
    expect(zoneOf([10, 71.9])).toBe(32);
  });

  it('at the antimeridian in the zone of its side', () => {
    expect(formatPosition([179.9999, 10], 'utm')).toMatch(/^60P/);
    expect(formatPosition([180, 10], 'utm')).toMatch(/^1P/);
    expect(formatPosition([-180, 10], 'utm')).toMatch(/^1P/);
  });

  it('not on the grids near the poles', () => {
    for (const lat of [84, 90, -80.0001, -90]) {
      expect(formatPosition([10, lat], 'utm')).toBeNull();
      expect(formatPosition([10, lat], 'mgrs')).toBeNull();
      expect(formatPosition([10, lat], 'dms')).not.toBeNull();
    }
    expect(formatPosition([10, -80], 'mgrs')).toBe('32C NS 19384 18247');
  });
});

describe('positions pasted together', () => {
  it('are one a line, or between semicolons, each with its text', () => {
    const several = parsePositions('39.1 46.1; 39.2 46.2\r\n\n38S PK 64876 28570 \nnothing');
    expect(several.map(({ text, ok }) => [text, ok])).toEqual([
      ['39.1 46.1', true],
      ['39.2 46.2', true],
      ['38S PK 64876 28570', true],
      ['nothing', false],
    ]);
    expect(parsePositions(' \n')).toEqual([]);
  });

  it('may be one whose coordinates a semicolon parts', () => {
    expect(parsePositions('39,99; 46,93')).toEqual([
      { text: '39,99; 46,93', ok: true, position: [46.93, 39.99], notation: 'dd' },
    ]);
  });
});
