import { expect, it } from 'vitest';
import { apiAddress } from './octokit.ts';

it.each([
  ['https://github.com', 'https://api.github.com'],
  ['https://github.com/', 'https://api.github.com'],
  ['https://www.github.com', 'https://api.github.com'],
  ['https://octo.ghe.com', 'https://api.octo.ghe.com'],
  ['https://git.example.org', 'https://git.example.org/api/v3'],
  ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000/api/v3'],
  ['https://github.com.evil.example', 'https://github.com.evil.example/api/v3'],
])('the API of %s is %s', (url, api) => {
  expect(apiAddress(url)).toBe(api);
});
