import { expect, it } from 'vitest';
import { createChangeNews } from './change-news.ts';

it('says a few changes in full, many as a number, and each only once', () => {
  const news = createChangeNews('Applications');
  expect(news.take()).toBeNull();
  news.add('web is Healthy');
  news.add('api is Degraded');
  expect(news.take()).toBe('web is Healthy. api is Degraded');
  expect(news.take()).toBeNull();
  for (let index = 0; index < 12; index += 1) {
    news.add(`row ${index} changed`);
  }
  expect(news.take()).toBe('12 changes in Applications');
});
