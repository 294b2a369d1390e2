import type { Notice } from '#lib/domain/guardrail/notice.ts';
import { groupOf } from '../reading/objects.ts';
import type { ObjectPair } from './pairs.ts';

/** What goes with an object beyond itself, by its kind as kubectl names it. */
const GOES_WITH: Readonly<Record<string, string>> = {
  Namespace: 'and everything in it',
  PersistentVolumeClaim: 'and what is stored there, unless its volume is kept',
  PersistentVolume: 'and the way to what is stored there',
  'CustomResourceDefinition.apiextensions.k8s.io': 'and every object of its kind',
  'Application.argoproj.io': 'and what it delivered, where it has the finalizer',
  'ApplicationSet.argoproj.io': 'and the applications that it made',
  'NetworkPolicy.networking.k8s.io': 'and with it what it kept apart',
};

/** Objects that are in the files no more; Argo CD removes them where it prunes. */
export function deletions({ before, after }: ObjectPair): Notice[] {
  if (before === null || after !== null) {
    return [];
  }
  const group = groupOf(before.apiVersion);
  const more = GOES_WITH[group === '' ? before.kind : `${before.kind}.${group}`];
  const message = more === undefined ? 'is deleted' : `is deleted, ${more}`;
  return [{ topic: 'deletion', file: before.file, line: null, object: before.label, message }];
}
