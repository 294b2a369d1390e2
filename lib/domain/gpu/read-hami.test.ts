import { describe, expect, it } from 'vitest';
import { readCardShares, readSharedCards } from './read-hami.ts';

describe('what HAMi writes', () => {
  const card = { uuid: 'GPU-1', type: 'NVIDIA-Tesla T4', slots: 10, memoryMiB: 15_360, cores: 100, isHealthy: true };

  it('of the cards of a node, as JSON and as it was before', () => {
    const json = [{ id: 'GPU-1', index: 0, count: 10, devmem: 15_360, devcore: 100, type: card.type, health: true }];
    expect(readSharedCards(JSON.stringify(json))).toEqual([card]);
    expect(
      readSharedCards('GPU-1,10,15360,100,NVIDIA-Tesla T4,0,true:GPU-2,10,15360,100,NVIDIA-Tesla T4,1,false:'),
    ).toEqual([card, { ...card, uuid: 'GPU-2', isHealthy: false }]);
  });

  it('of what the containers of a pod have of them', () => {
    expect(readCardShares('GPU-1,NVIDIA,3000,30:;GPU-2,NVIDIA,1000,10:;')).toEqual([
      { uuid: 'GPU-1', memoryMiB: 3000, cores: 30 },
      { uuid: 'GPU-2', memoryMiB: 1000, cores: 10 },
    ]);
  });

  it.each(['1e400', 'Infinity', '1e300', '-1', 'NaN', 'ten'])('without amounts that no card has: %s', (amount) => {
    expect(readCardShares(`GPU-1,NVIDIA,${amount},30:;`)).toEqual([]);
    expect(readCardShares(`GPU-1,NVIDIA,3000,${amount}:;`)).toEqual([]);
    expect(readSharedCards(`GPU-1,10,${amount},100,NVIDIA-Tesla T4,0,true:`)).toEqual([]);
  });

  it.each(['', '[', '[1,null,{}]', ':,,:', 'GPU-1,ten,1,1,x,0,true'])(
    'is nothing where it makes no sense: %s',
    (text) => {
      expect(readSharedCards(text)).toEqual([]);
      expect(readCardShares(text.startsWith('[') ? text : ':;')).toEqual([]);
    },
  );
});
