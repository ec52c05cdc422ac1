/**
 * Transverse Mercator of WGS 84 by Krüger's series to the sixth order in the third flattening.
 *
 * Within 9° of the central meridian, which is a UTM zone and its neighbours, it is good to nanometres both ways.
 * Source: Karney, Transverse Mercator with an accuracy of a few nanometers, 2011, equations 7 to 36.
 */
const equatorialRadiusM = 6_378_137;
const flattening = 1 / 298.257223563;
const n = flattening / (2 - flattening);
const eccentricitySquared = flattening * (2 - flattening);
const eccentricity = Math.sqrt(eccentricitySquared);
/** Radius of the circle whose circumference is that of a meridian. */
const rectifyingRadiusM = (equatorialRadiusM / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64 + n ** 6 / 256);

/** Coefficients of n, n², … of each term of a series; the first power that counts is the term's own number. */
type Series = readonly (readonly number[])[];

const forwardSeries = termsOf([
  [1 / 2, -2 / 3, 5 / 16, 41 / 180, -127 / 288, 7891 / 37800],
  [13 / 48, -3 / 5, 557 / 1440, 281 / 630, -1983433 / 1935360],
  [61 / 240, -103 / 140, 15061 / 26880, 167603 / 181440],
  [49561 / 161280, -179 / 168, 6601661 / 7257600],
  [34729 / 80640, -3418889 / 1995840],
  [212378941 / 319334400],
]);

const inverseSeries = termsOf([
  [1 / 2, -2 / 3, 37 / 96, -1 / 360, -81 / 512, 96199 / 604800],
  [1 / 48, 1 / 15, -437 / 1440, 46 / 105, -1118711 / 3870720],
  [17 / 480, -37 / 840, -209 / 4480, 5569 / 90720],
  [4397 / 161280, -11 / 504, -830251 / 7257600],
  [4583 / 161280, -108847 / 3991680],
  [20648693 / 638668800],
]);

function termsOf(series: Series): readonly number[] {
  return series.map((powers, term) =>
    powers.reduce((sum, coefficient, i) => sum + coefficient * n ** (term + 1 + i), 0),
  );
}

/** Metres east of the central meridian and north of the equator at scale 1. @param lonDeg from the central meridian */
export function project(lonDeg: number, latDeg: number): { eastM: number; northM: number } {
  const lon = radians(lonDeg);
  const tangent = conformalTangent(Math.tan(radians(latDeg)));
  const xi = Math.atan2(tangent, Math.cos(lon));
  const eta = Math.asinh(Math.sin(lon) / Math.hypot(tangent, Math.cos(lon)));
  let north = xi;
  let east = eta;
  forwardSeries.forEach((alpha, i) => {
    const k = 2 * (i + 1);
    north += alpha * Math.sin(k * xi) * Math.cosh(k * eta);
    east += alpha * Math.cos(k * xi) * Math.sinh(k * eta);
  });
  return { eastM: rectifyingRadiusM * east, northM: rectifyingRadiusM * north };
}

/** The way back of `project`: degrees from the central meridian, and of latitude. */
export function unproject(eastM: number, northM: number): { lonDeg: number; latDeg: number } {
  const xi = northM / rectifyingRadiusM;
  const eta = eastM / rectifyingRadiusM;
  let [north, east] = [xi, eta];
  inverseSeries.forEach((beta, i) => {
    const k = 2 * (i + 1);
    north -= beta * Math.sin(k * xi) * Math.cosh(k * eta);
    east -= beta * Math.cos(k * xi) * Math.sinh(k * eta);
  });
  const tangent = geographicTangent(Math.sin(north) / Math.hypot(Math.sinh(east), Math.cos(north)));
  return {
    lonDeg: degrees(Math.atan2(Math.sinh(east), Math.cos(north))),
    latDeg: degrees(Math.atan(tangent)),
  };
}

/** Tangent of the conformal latitude from that of the geographic one. Equations 7 to 9. */
function conformalTangent(tangent: number): number {
  const secant = Math.hypot(1, tangent);
  const sigma = Math.sinh(eccentricity * Math.atanh((eccentricity * tangent) / secant));
  return tangent * Math.hypot(1, sigma) - sigma * secant;
}

/** The way back by Newton's method, which is exact to the last digit after three rounds. Equations 19 to 21. */
function geographicTangent(conformal: number): number {
  let tangent = conformal;
  for (let round = 0; round < 4; round++) {
    const reached = conformalTangent(tangent);
    const slope =
      (1 + (1 - eccentricitySquared) * tangent ** 2) / ((1 - eccentricitySquared) * Math.hypot(1, tangent));
    tangent += ((conformal - reached) / Math.hypot(1, reached)) * slope;
  }
  return tangent;
}

const radians = (deg: number) => (deg * Math.PI) / 180;
const degrees = (rad: number) => (rad * 180) / Math.PI;
