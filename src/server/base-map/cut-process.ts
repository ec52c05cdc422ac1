import type { Bounds } from '#domain/geo/shape.ts';
import { cutBaseMap } from './cut.ts';

// Run as `node cut-process.ts WEST SOUTH EAST NORTH`: the reference data are parsed here, and their memory goes with
// the process instead of staying with the server.
process.stdout.write(JSON.stringify(cutBaseMap(process.argv.slice(2).map(Number) as unknown as Bounds)));
