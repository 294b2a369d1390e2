import { describe, expect, it } from 'vitest';
import { parseImageReference, repositoryOf } from './pods/image-reference.ts';
import { findingLines, inputOf, LANDING, runRule } from './testing/input.ts';
import { CONTAINERS, deployment } from './testing/manifests.ts';

const run = (text: string, registries: string[], file = 'apps/web/deployment.yaml') =>
  runRule('known-registries', inputOf({ [file]: text }, {}, { landing: { ...LANDING, registries } }));
const withImage = (image: string) => deployment(CONTAINERS.replace('registry.homelab.local/team/web:1.2.0', image));

describe('registries of images', () => {
  it.each([
    ['nginx:1.29', ['docker.io'], 'pass'],
    ['nginx:1.29', ['docker.io/library'], 'pass'],
    ['nginxinc/nginx-unprivileged:1.29', ['docker.io/library'], 'fail'],
    ['index.docker.io/nginx:1.29', ['docker.io/library'], 'pass'],
    ['ghcr.io/team/web:1', ['ghcr.io/team'], 'pass'],
    ['GHCR.io/team/web:1', ['ghcr.io/team/'], 'pass'],
    ['ghcr.io/team-of-somebody-else/web:1', ['ghcr.io/team'], 'fail'],
    ['ghcr.io.evil.example/team/web:1', ['ghcr.io'], 'fail'],
    ['evil.example/ghcr.io/team/web:1', ['ghcr.io'], 'fail'],
    ['localhost/web:1', ['docker.io'], 'fail'],
    ['registry.homelab.local:5000/web:1', ['registry.homelab.local:5000'], 'pass'],
    ['registry.homelab.local:5000/web:1', ['registry.homelab.local'], 'fail'],
    ['nginx:1.29', ['*'], 'not-applicable'],
  ])('%s, where %j is allowed: %s', (image, registries, verdict) => {
    expect(run(withImage(image), registries).verdict).toBe(verdict);
  });

  it('looks at init containers and at images that a values file names whole', () => {
    const init = deployment(`${CONTAINERS}initContainers:\n  - {name: a, image: 'evil.example/a:1'}\n`);
    const allowed = ['registry.homelab.local'];
    expect(findingLines(run(init, allowed)).join()).toContain('evil.example/a:1');
    const values = run('image:\n  repository: evil.example/a\n  tag: "1"\n', allowed, 'apps/web/values.yaml');
    expect(values.verdict).not.toBe('pass');
  });

  it('stands on names as runtimes complete them', () => {
    const whole = (text: string) => repositoryOf(parseImageReference(text) ?? { name: '', tag: null, digest: null });
    expect(whole('nginx')).toBe('docker.io/library/nginx');
    expect(whole('team/web:1')).toBe('docker.io/team/web');
    expect(whole('localhost:5000/web')).toBe('localhost:5000/web');
  });
});
