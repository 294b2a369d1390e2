import { describe, expect, it } from 'vitest';
import { readChildHealthCheck, settingsKind } from './settings-kind.ts';

const KEY = 'resource.customizations.health.argoproj.io_Application';
const UPSTREAM = `hs = {}
hs.status = "Progressing"
hs.message = ""
if obj.status ~= nil then
  if obj.status.health ~= nil then
    hs.status = obj.status.health.status
    if obj.status.health.message ~= nil then
      hs.message = obj.status.health.message
    end
  end
end
return hs
`;
const indented = UPSTREAM.replaceAll(/^/gm, '    ');

describe('the health check for applications in argocd-cm', () => {
  it('is the key of its own', () => {
    expect(readChildHealthCheck({ [KEY]: UPSTREAM })).toBe('passes-on');
    expect(readChildHealthCheck({ [KEY]: 'return { status = obj["status"]["health"]["status"] }' })).toBe('passes-on');
  });

  it('is in the map of all customisations, by name or by a pattern', () => {
    for (const name of [
      'argoproj.io/Application',
      '"*/*"',
      '"argoproj.io/*"',
      '"*.io/App*"',
      '"argoproj.io/{Application,Rollout}"',
      '"argoproj.io/?pplication"',
    ]) {
      const text = `${name}:\n  health.lua: |\n${indented}`;
      expect(readChildHealthCheck({ 'resource.customizations': text }), name).toBe('passes-on');
    }
  });

  it('is not one for other kinds', () => {
    for (const name of [
      'argoproj.io/Rollout',
      '"apps/*"',
      '"argoproj.io/App*Set"',
      '"argoproj.io/{Rollout,App}"',
      '"[a-z0-9]*/*"',
      'argoproj.io/ApplicationSet',
    ]) {
      const text = `${name}:\n  health.lua: |\n${indented}`;
      expect(readChildHealthCheck({ 'resource.customizations': text }), name).toBe('none');
    }
    expect(readChildHealthCheck({ 'resource.customizations.health.argoproj.io_Rollout': UPSTREAM })).toBe('none');
  });

  it('is missing where nothing is set, or nothing but blanks, or the map is no YAML', () => {
    expect(readChildHealthCheck({})).toBe('none');
    expect(readChildHealthCheck({ [KEY]: ' \n' })).toBe('none');
    expect(readChildHealthCheck({ 'resource.customizations': '{ [' })).toBe('none');
    const ignored = 'argoproj.io/Application:\n  ignoreDifferences: |\n    jsonPointers: [/spec/source]';
    expect(readChildHealthCheck({ 'resource.customizations': ignored })).toBe('none');
  });

  it('is somebody’s own where it does not read the health of the application', () => {
    expect(readChildHealthCheck({ [KEY]: 'return { status = "Healthy" }' })).toBe('own');
    expect(readChildHealthCheck({ [KEY]: '-- obj.status.health.status\nreturn { status = "Healthy" }' })).toBe('own');
  });

  it('counts by its own key before the map of all, and by its name before a pattern', () => {
    const own = 'argoproj.io/Application:\n  health.lua: return {}\n"argoproj.io/*":\n  health.lua: |\n';
    expect(readChildHealthCheck({ 'resource.customizations': own + indented })).toBe('own');
    expect(readChildHealthCheck({ [KEY]: UPSTREAM, 'resource.customizations': own })).toBe('passes-on');
  });
});

it('asks for one ConfigMap and keeps nothing of it but what the check is', () => {
  const kind = settingsKind('argo');
  expect(kind.only).toEqual({ namespace: 'argo', name: 'argocd-cm' });
  const metadata = { namespace: 'argo', name: 'argocd-cm' };
  expect(kind.toDomain({ metadata, data: { 'dex.config': 'clientSecret: hunter2', [KEY]: UPSTREAM } })).toEqual({
    id: 'argo/argocd-cm',
    check: 'passes-on',
  });
});

it('says whether projects may have windows of others', () => {
  const read = (globalProjects: string) =>
    settingsKind('argo').toDomain({ metadata: { namespace: 'argo', name: 'argocd-cm' }, data: { globalProjects } });
  expect(read('- projectName: freeze\n  labelSelector: {}\n').hasGlobalProjects).toBe(true);
  for (const text of ['', '[]', 'x: y', '{ [']) {
    expect(read(text).hasGlobalProjects, text).toBeUndefined();
  }
});
