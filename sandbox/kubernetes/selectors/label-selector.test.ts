import { describe, expect, it } from 'vitest';
import { matchesLabels, parseLabelSelector } from './label-selector.ts';

const LABELS = { tier: 'web', env: 'prod', empty: '', 'app.kubernetes.io/name': 'shop', level: '7' };

describe('a label selector selects', () => {
  it.each([
    ['', true],
    ['tier', true],
    ['nothing', false],
    ['!nothing', true],
    ['!tier', false],
    ['tier=web', true],
    ['tier==web', true],
    ['tier = web', true],
    ['tier=db', false],
    ['tier!=db', true],
    ['tier!=web', false],
    ['nothing!=db', true],
    ['empty=', true],
    ['tier=', false],
    ['tier in (web,db)', true],
    ['tier in (web, db),env notin (dev)', true],
    ['tier in (db)', false],
    ['tier notin (web)', false],
    ['nothing notin (web)', true],
    ['empty in ()', true],
    ['empty in (,x)', true],
    ['app.kubernetes.io/name=shop,tier,!nothing', true],
    ['tier=web,env=dev', false],
    ['level>6', true],
    ['level>7', false],
    ['level<10', true],
    ['tier>6', false],
    ['in in (in)', false],
  ])('%s', (selector, expected) => {
    expect(matchesLabels(parseLabelSelector(selector), LABELS)).toBe(expected);
  });

  it('by own labels only, whatever names objects inherit', () => {
    expect(matchesLabels(parseLabelSelector('constructor'), {})).toBe(false);
    expect(matchesLabels(parseLabelSelector('!toString'))).toBe(true);
  });
});

describe('a label selector is refused', () => {
  it.each([
    ['tier in web', "unable to parse requirement: found 'web', expected: '('"],
    ['tier in (web', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['=web', "unable to parse requirement: found '=', expected: !, identifier, or 'end of string'"],
    ['tier=web env=prod', "unable to parse requirement: found 'env', expected: ',' or 'end of string'"],
    ['tier,', "unable to parse requirement: found '', expected: identifier after ','"],
    ['tier=-web-', 'Invalid value: "-web-": a valid label must be'],
    ['-tier=web', 'Invalid value: "-tier": name part must consist of'],
    ['level>high', "for 'Gt', 'Lt' operators, the value must be an integer"],
    ['tier like web', "found 'like', expected: in, notin, =, ==, !=, gt, lt"],
  ])('%s', (selector, message) => {
    expect(() => parseLabelSelector(selector)).toThrow(message);
  });
});
