import { describe, expect, it } from 'vitest';
import { type KnownPlaces, nodeAt, type PlaceClues, placeOf } from './metric-place.ts';

const known: KnownPlaces = {
  configured: new Map([
    ['10.0.0.7', 'by-address'],
    ['10.0.0.8:9400', 'by-port'],
  ]),
  nodes: () => ['homelab', 'akula-prime', 'gpu.a.lan', 'gpu.b.lan', 'full.homelab.local'],
  nodeOfPod: (namespace, name) => (`${namespace}/${name}` === 'gpu-operator/dcgm-x' ? 'akula-prime' : null),
};
const none: PlaceClues = { hosts: [], pods: [] };

describe('placeOf', () => {
  it.each<[string, Partial<PlaceClues>, string]>([
    ['a node by its name', { hosts: ['akula-prime'] }, 'akula-prime'],
    ['written in other letters', { hosts: ['Akula-Prime'] }, 'akula-prime'],
    ['with its port', { hosts: ['homelab:9100'] }, 'homelab'],
    ['by its full name', { hosts: ['akula-prime.homelab.local'] }, 'akula-prime'],
    ['by its short name', { hosts: ['full'] }, 'full.homelab.local'],
    ['not by a short name of two', { hosts: ['gpu'] }, 'gpu'],
    ['an address that is configured', { hosts: ['10.0.0.7:9400'] }, 'by-address'],
    ['an address and port that are', { hosts: ['10.0.0.8:9400'] }, 'by-port'],
    ['the same address on another port is not', { hosts: ['10.0.0.8:9100'] }, '10.0.0.8'],
    ['what is configured goes before what it calls itself', { hosts: ['homelab', '10.0.0.7:9400'] }, 'by-address'],
    ['the second host that is a node before the first that is none', { hosts: ['x', 'homelab'] }, 'homelab'],
    [
      'the exporter called by its pod',
      { hosts: ['dcgm-x'], pods: [{ namespace: 'gpu-operator', name: 'dcgm-x' }] },
      'akula-prime',
    ],
    [
      'a pod that is not there',
      { hosts: ['bare-metal'], pods: [{ namespace: 'gpu-operator', name: 'gone' }] },
      'bare-metal',
    ],
    ['a machine outside of the cluster', { hosts: ['', 'ollama-box:9400'] }, 'ollama-box'],
    ['an address of IPv6', { hosts: ['[fd00::9]:9400'] }, 'fd00::9'],
  ])('%s', (_, clues, place) => {
    expect(placeOf({ ...none, ...clues }, known)).toBe(place);
  });

  it('knows no place of what tells none', () => {
    expect(placeOf(none, known)).toBeNull();
  });
});

describe('placeOf, in several clusters', () => {
  const places: KnownPlaces = {
    configured: new Map([['10.0.0.7', 'edge~gpu-1']]),
    nodes: () => ['gpu-1', 'edge~gpu-1', 'edge~gpu-2', 'edge~both', 'lab~both', 'edge~full.homelab.local'],
    nodeOfPod: () => null,
  };

  it.each([
    ['the node of the first cluster before that of another', 'gpu-1', 'gpu-1'],
    ['one that only another has', 'gpu-2:9400', 'edge~gpu-2'],
    ['one that only another has, by its short name', 'full', 'edge~full.homelab.local'],
    ['what the configuration says', '10.0.0.7:9400', 'edge~gpu-1'],
    ['none of two, which could both be meant', 'both', 'both'],
  ])('%s', (_, host, place) => {
    expect(placeOf({ hosts: [host], pods: [] }, places)).toBe(place);
  });
});

describe('nodeAt', () => {
  const node = (name: string, ...addresses: string[]) => ({ name, addresses });
  const nodes = [
    node('akula-prime', '192.168.1.99', 'fd00::9'),
    node('edge~gpu', '10.0.0.7'),
    node('lab~gpu', '10.0.0.7', '10.0.0.8'),
    node('homelab', '10.0.0.8'),
  ];

  it.each([
    ['its name', 'akula-prime', 'akula-prime'],
    ['its full name, in other letters', 'Akula-Prime.homelab.local', 'akula-prime'],
    ['its address', '192.168.1.99', 'akula-prime'],
    ['its address of IPv6', '[fd00::9]', 'akula-prime'],
    ['an address of two, one of them of the first cluster', '10.0.0.8', 'homelab'],
    ['an address of two of other clusters', '10.0.0.7', null],
    ['another machine', 'attic.lan', null],
  ])('finds by %s', (_, host, found) => {
    expect(nodeAt(host, nodes)).toBe(found);
  });
});
