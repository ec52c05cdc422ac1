import { readFileSync } from 'node:fs';
import type { City } from './places.ts';
import { SOURCE_FILES } from './sources.ts';

/** 0: the seat of a province, 1: of a district, 2: neither that we know of. */
export type SeatClass = 0 | 1 | 2;

/**
 * Letters of a national spelling, as place and province names of the data mix them with English ones
 * ("Ağdam" is the district of "Aghdam").
 */
const ROMANISED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AZ: { ə: 'a', ǝ: 'a', ğ: 'gh', x: 'kh', ş: 'sh', ç: 'ch', c: 'j', q: 'g', ı: 'i' },
};

const DIVISION_WORDS =
  /\b(department|province|district|rayon|region|city|state|county|municipality|municipio|de|of|del|d\.?c\.?)\b/g;

/**
 * Makes the test for seats. The data have no population and no mark for capitals, so a place counts as a seat when it
 * bears its division's name; in Colombia when its DIVIPOLA code says so (a department's capital ends in 001, but
 * Cundinamarca's is Bogotá, which is a division of its own).
 */
export function createSeatTest(): (city: City) => SeatClass {
  const provinces = readDivisions(SOURCE_FILES.provinces());
  const districts = readDivisions(SOURCE_FILES.districts());
  return (city) => {
    if (city.country === 'CO' && /^(?!25)\d{2}001$/.test(city.admin2)) return 0;
    const province = provinces.get(`${city.country}.${city.admin1}`);
    if (province !== undefined && sameName(city.name, province, city.country)) return 0;
    const district = districts.get(`${city.country}.${city.admin1}.${city.admin2}`);
    return district !== undefined && sameName(city.name, district, city.country) ? 1 : 2;
  };
}

function readDivisions(path: string): Map<string, string> {
  const rows = JSON.parse(readFileSync(path, 'utf8')) as { code: string; name: string }[];
  return new Map(rows.map(({ code, name }) => [code, name]));
}

/** Whether two spellings have the same consonants once division words and accents are gone. */
function sameName(place: string, division: string, country: string): boolean {
  const skeleton = consonants(place, country);
  return skeleton !== '' && skeleton === consonants(division, country);
}

function consonants(name: string, country: string): string {
  const letters = ROMANISED[country] ?? {};
  const plain = Array.from(name.toLowerCase())
    .map((letter) => letters[letter] ?? letter)
    .join('');
  return plain
    .normalize('NFD')
    .replace(DIVISION_WORDS, '')
    .replace(/[^\p{L}]|[aeiouy]/gu, '');
}
