import geographic from 'geographiclib-geodesic';

/** The WGS 84 ellipsoid of GeographicLib. The package is CommonJS: Node sees its names only on the default import. */
export const wgs84 = geographic.Geodesic.WGS84;

/** Which results `inverse` asks for; leaving area out makes it three times as quick. */
export const distanceAndAzimuth = geographic.Geodesic.DISTANCE | geographic.Geodesic.AZIMUTH;
