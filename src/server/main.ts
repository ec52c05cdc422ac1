import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// From the second start on, TypeScript need not be read anew: half the time to start, and 30 MB less memory. A folder
// of this installation, and not the machine's temporary one, where others could leave code for us to run.
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/safelane'));

const { run } = await import('./cli/program.ts');
await run();
