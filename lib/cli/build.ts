import { buildPortal } from './build-portal.ts';

const result = await buildPortal();
console.log(result.ok ? `built (${result.seconds.toFixed(1)} s)` : result.output);
process.exitCode = result.ok ? 0 : 1;
