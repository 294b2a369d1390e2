export { applyDefaults } from './form/defaults.ts';
export { validatePage, validateParameters } from './form/validate.ts';
export { readTemplate, type TemplateReading } from './read/read-template.ts';
export { renderTemplate } from './render.ts';
