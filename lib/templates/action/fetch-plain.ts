import type { Action } from './action.ts';
import { joinTarget, skeletonFiles } from './skeleton-files.ts';

/** Copies a folder of the template into the change as it is (Backstage, `fetch:plain`). */
export const fetchPlain: Action = {
  required: ['url'],
  run(input, { template, workspace }) {
    for (const [path, content] of skeletonFiles(template, input.url, 'fetch:plain')) {
      workspace.write(joinTarget(input.targetPath, path, 'fetch:plain'), content, true);
    }
    return {};
  },
};
