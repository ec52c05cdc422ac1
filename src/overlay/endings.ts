/** Endings of the files that can be read, for a file chooser. */
export const overlayEndings = '.kml,.kmz,.geojson,.json,.gpx,.zip,.shz,.csv,.tsv,.txt';
