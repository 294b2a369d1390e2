import { describe, expect, it } from 'vitest';
import { holds } from './rule-condition.ts';

const VARIABLES = { CI_COMMIT_BRANCH: 'main', CI_DEFAULT_BRANCH: 'main', EMPTY: '', TAG: 'v1.2' };

describe('rules:if', () => {
  const cases: [string, boolean][] = [
    ['$CI_COMMIT_BRANCH', true],
    ['$EMPTY', false],
    ['$MISSING', false],
    ['$MISSING == null', true],
    ['$EMPTY == null', false],
    ['$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH', true],
    ['$CI_COMMIT_BRANCH == "main"', true],
    ["$CI_COMMIT_BRANCH != 'main'", false],
    ['$MISSING || $TAG', true],
    ['$MISSING && $TAG', false],
    ['($MISSING || $TAG) && $CI_COMMIT_BRANCH == "main"', true],
    ['$TAG =~ /^v/', true],
    ['$TAG =~ /^v1$/', false],
    ['$TAG !~ /2$/', false],
    ['$TAG == "v1.2', false],
    ['$TAG == "v1.2" extra', false],
    ['', false],
  ];
  it.each(cases)('%s is %s', (condition, expected) => {
    expect(holds(condition, VARIABLES)).toBe(expected);
  });
});
