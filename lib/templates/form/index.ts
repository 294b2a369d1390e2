/** The part of the templates that runs in the browser as well: it knows nothing of files, actions or Node. */
export { applyDefaults } from './defaults.ts';
export { validateParameters } from './validate.ts';
