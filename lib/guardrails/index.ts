export { GUARDRAILS } from './registry.ts';
export { runGuardrails } from './run.ts';
