import { type Fields, fieldsOf, isFields, listOf, textOf } from '../fields.ts';
import { isDnsLabel } from './metadata.ts';
import type { Problems } from './problems.ts';
import { checkResources } from './resources.ts';

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];

function checkPorts(value: unknown, path: string, problems: Problems): void {
  listOf(value).forEach((port, index) => {
    const { containerPort } = fieldsOf(port);
    if (containerPort === undefined) {
      problems.required(`${path}[${index}].containerPort`);
    } else if (!Number.isInteger(containerPort) || Number(containerPort) < 1 || Number(containerPort) > 65_535) {
      problems.invalid(`${path}[${index}].containerPort`, containerPort, 'must be between 1 and 65535, inclusive');
    }
  });
}

function checkEnvironment(value: unknown, path: string, problems: Problems): void {
  listOf(value).forEach((variable, index) => {
    const { name, value: text } = fieldsOf(variable);
    if (typeof name !== 'string' || name === '') {
      problems.required(`${path}[${index}].name`);
    }
    if (text !== undefined && text !== null && typeof text !== 'string') {
      problems.invalid(`${path}[${index}].value`, text, 'must be a string');
    }
  });
}

function checkContainer(value: unknown, path: string, volumes: ReadonlySet<string>, problems: Problems): void {
  const container = fieldsOf(value);
  const name = textOf(container.name);
  if (name === '') {
    problems.required(`${path}.name`);
  } else if (!isDnsLabel(name)) {
    problems.invalid(`${path}.name`, name, 'a lowercase RFC 1123 label is needed');
  }
  if (textOf(container.image) === '') {
    problems.required(`${path}.image`);
  } else if (textOf(container.image).trim() !== container.image) {
    problems.invalid(`${path}.image`, container.image, 'must not have leading or trailing whitespace');
  }
  if (container.imagePullPolicy !== undefined && !PULL_POLICIES.includes(textOf(container.imagePullPolicy))) {
    problems.unsupported(`${path}.imagePullPolicy`, container.imagePullPolicy, PULL_POLICIES);
  }
  checkPorts(container.ports, `${path}.ports`, problems);
  checkEnvironment(container.env, `${path}.env`, problems);
  checkResources(container.resources, `${path}.resources`, problems);
  listOf(container.volumeMounts).forEach((mount, index) => {
    const volume = textOf(fieldsOf(mount).name);
    if (!volumes.has(volume)) {
      problems.notFound(`${path}.volumeMounts[${index}].name`, volume);
    }
    if (textOf(fieldsOf(mount).mountPath) === '') {
      problems.required(`${path}.volumeMounts[${index}].mountPath`);
    }
  });
}

function volumeNames(spec: Fields, path: string, problems: Problems): Set<string> {
  const names = new Set<string>();
  listOf(spec.volumes).forEach((volume, index) => {
    const name = textOf(fieldsOf(volume).name);
    if (name === '') {
      problems.required(`${path}.volumes[${index}].name`);
    } else if (names.has(name)) {
      problems.duplicate(`${path}.volumes[${index}].name`, name);
    }
    names.add(name);
  });
  return names;
}

/** The spec of a pod, or of a pod template: pkg/apis/core/validation/validation.go. */
export function checkPodSpec(value: unknown, path: string, problems: Problems, extraVolumes: string[] = []): void {
  if (!isFields(value)) {
    problems.required(path);
    return;
  }
  const volumes = volumeNames(value, path, problems);
  for (const name of extraVolumes) {
    volumes.add(name);
  }
  if (listOf(value.containers).length === 0) {
    problems.required(`${path}.containers`);
  }
  const names = new Set<string>();
  for (const group of ['initContainers', 'containers']) {
    listOf(value[group]).forEach((container, index) => {
      const at = `${path}.${group}[${index}]`;
      checkContainer(container, at, volumes, problems);
      const name = textOf(fieldsOf(container).name);
      if (names.has(name)) {
        problems.duplicate(`${at}.name`, name);
      }
      names.add(name);
    });
  }
}
