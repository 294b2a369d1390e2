import { expect, it } from 'vitest';
import type { ConnectionReport } from '#lib/domain/connection/diagnosis.ts';
import { reportText } from './report-text.ts';

const REPORTS: ConnectionReport[] = [
  {
    id: 'database',
    title: 'Database',
    address: '/srv/portolan.db',
    version: null,
    identity: null,
    state: 'ok',
    findings: [{ subject: 'file', state: 'ok', detail: 'it is not there yet' }],
  },
  {
    id: 'clusters/lab',
    title: 'Cluster lab',
    address: 'https://10.0.0.1:6443',
    version: 'Kubernetes v1.35.0',
    identity: 'portolan',
    state: 'problem',
    findings: [
      { subject: 'API server', state: 'ok', detail: 'it answers' },
      {
        subject: 'read pods',
        state: 'problem',
        detail: 'the token may not list pods',
        remedy: 'Add this:',
        copy: '- apiGroups: [""]\n  resources: ["pods"]',
      },
      { subject: 'rights', state: 'warning', detail: 'too many' },
      { subject: 'redirect', state: 'unknown', detail: 'nobody says' },
    ],
  },
];

it('stands in columns, with what to do below what is wrong, and a line that sums it up', () => {
  expect(reportText(REPORTS)).toBe(`Database: /srv/portolan.db
  ok       file        it is not there yet

Cluster lab: https://10.0.0.1:6443, Kubernetes v1.35.0, as portolan
  ok       API server  it answers
  PROBLEM  read pods   the token may not list pods
                       → Add this:
                         - apiGroups: [""]
                           resources: ["pods"]
  warning  rights      too many
  ?        redirect    nobody says

1 of 2 connections do not work, with 1 warning.`);
});

it('says when everything works', () => {
  const [first] = REPORTS;
  expect(reportText(first === undefined ? [] : [first, first])).toContain('All 2 connections work.');
});
