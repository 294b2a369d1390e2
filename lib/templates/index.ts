export { applyDefaults, validateParameters } from './form/index.ts';
export { readTemplate, type TemplateReading } from './read/read-template.ts';
export { renderTemplate } from './render.ts';
