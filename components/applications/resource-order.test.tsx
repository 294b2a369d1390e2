import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { Application, ApplicationOperation, ApplicationResource } from '#lib/domain/application/application.ts';
import type { ChildHealthCheck } from '#lib/domain/wave/child-health.ts';
import { application } from '#lib/testing/application.ts';
import { ResourceOrder } from './resource-order.tsx';

const resource = (kind: string, name: string, more: Partial<ApplicationResource> = {}): ApplicationResource => {
  const fields = { group: '', kind, namespace: 'shop', name, wave: 0, hook: false, requiresPruning: false };
  return { ...fields, sync: 'Synced', ...more };
};
const ENGINE = { name: 'Argo CD', url: null, objectUrl: null, isAsked: false };
const markup = (overrides: Partial<Application>, childHealth: ChildHealthCheck | null = 'passes-on') =>
  renderToStaticMarkup(
    <ResourceOrder
      application={application(overrides)}
      engine={ENGINE}
      childHealth={childHealth}
      since="test.0"
      tree={null}
    />,
  );

it('says in one sentence how the ladder is read', () => {
  const one = [resource('ConfigMap', 'a')];
  expect(markup({ resources: one })).toContain('applies these in one go');
  expect(markup({ resources: [...one, resource('Pod', 'b', { wave: 1 })] })).toContain('from top to bottom');
  expect(markup({ resources: [] })).toContain('No resources yet');
});

it('does not say of applications that their health is waited for where it is not', () => {
  const child = { group: 'argoproj.io' };
  const resources = [resource('Application', 'a', child), resource('Application', 'b', { ...child, wave: 1 })];
  expect(markup({ resources })).not.toContain('pplications have');
  expect(markup({ resources }, 'none')).toContain('count as done once they are made');
  expect(markup({ resources }, null)).toContain('cannot be known');
  const others = [resource('ConfigMap', 'a'), resource('ConfigMap', 'b', { wave: 1 })];
  expect(markup({ resources: others }, 'none')).not.toContain('pplications have');
});

it('names waves alone where there are no other phases, and phases where there are', () => {
  const resources = [resource('ConfigMap', 'a'), resource('Pod', 'b', { wave: -1 })];
  expect([...markup({ resources }).matchAll(/aria-label="(Wave [^"]*)"/g)].map(([, name]) => name)).toEqual([
    'Wave -1',
    'Wave 0',
  ]);
  const hooks = [
    {
      group: 'batch',
      kind: 'Job',
      namespace: 'shop',
      name: 'migrate',
      phase: 'PreSync',
      state: 'Failed',
      message: 'no database',
    },
  ] as const;
  const page = markup({ resources, hooks: [...hooks] });
  expect(page).toMatch(
    /PreSync, wave not known.*not in which wave.*migrate.*failed, and removed.*no database.*Sync, wave -1/s,
  );
});

it('says where an object may be moved to', () => {
  const resources = [resource('Namespace', 'shop', { wave: 5, namespace: '' }), resource('ConfigMap', 'a')];
  expect(markup({ resources })).toMatch(/may move it forward to wave 0/);
});

it('says of a running sync where nobody tells whether a stage is done', () => {
  const operation: ApplicationOperation = {
    phase: 'Running',
    message: '',
    revisions: [],
    startedAt: 0,
    finishedAt: null,
    retryCount: 0,
    automated: true,
  };
  const resources = [resource('StatefulSet', 'db', { group: 'apps' }), resource('ConfigMap', 'b', { wave: 1 })];
  expect(markup({ resources, operation, resourceHealth: 'tree' })).toContain('whether it is done is not known');
  expect(markup({ resources, operation })).not.toContain('not known');
});
