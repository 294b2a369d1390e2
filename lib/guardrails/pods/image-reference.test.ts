import { describe, expect, it } from 'vitest';
import { parseImageReference, pinningOf } from './image-reference.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('an image reference', () => {
  it.each([
    ['nginx', { name: 'nginx', tag: null, digest: null }],
    ['nginx:1.29', { name: 'nginx', tag: '1.29', digest: null }],
    ['registry:5000/nginx', { name: 'registry:5000/nginx', tag: null, digest: null }],
    ['registry:5000/team/nginx:1', { name: 'registry:5000/team/nginx', tag: '1', digest: null }],
    [`nginx@${DIGEST}`, { name: 'nginx', tag: null, digest: DIGEST }],
    [`reg.local/a/b:1@${DIGEST}`, { name: 'reg.local/a/b', tag: '1', digest: DIGEST }],
    ['Registry.Local:5000/app:1', { name: 'Registry.Local:5000/app', tag: '1', digest: null }],
    ['nginx:', null],
    ['nginx:-a', null],
    ['Nginx', null],
    ['nginx@latest', null],
    [`nginx@${DIGEST}@${DIGEST}`, null],
    ['https://example.com/nginx:1', null],
    ['a//b:1', null],
    ['nginx :1', null],
    ['', null],
    ['$(IMAGE)', null],
    ['{{ .Values.image }}', null],
  ])('%s', (text, expected) => {
    expect(parseImageReference(text)).toEqual(expected);
  });

  it.each([
    ['nginx', 'untagged'],
    ['registry:5000/nginx', 'untagged'],
    ['nginx:latest', 'latest'],
    ['registry:5000/nginx:Latest', 'latest'],
    [`nginx:latest@${DIGEST}`, 'pinned'],
    ['nginx:1.29', 'pinned'],
    ['nginx:latest-2026', 'pinned'],
    ['nginx:main', 'moving'],
    ['nginx:', 'unreadable'],
  ])('%s is %s', (text, expected) => {
    expect(pinningOf(text)).toBe(expected);
  });
});
