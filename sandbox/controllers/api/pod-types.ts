import type { KubeObject } from '../../kubernetes/object.ts';

export type ResourceAmounts = Record<string, string | number>;

export type KeyReference = { name?: string; key?: string; optional?: boolean };

export type EnvVar = {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef?: KeyReference; configMapKeyRef?: KeyReference };
};

export type SecurityContext = {
  privileged?: boolean;
  allowPrivilegeEscalation?: boolean;
  runAsNonRoot?: boolean;
  runAsUser?: number;
  capabilities?: { add?: string[]; drop?: string[] };
  seccompProfile?: { type?: string };
  appArmorProfile?: { type?: string };
  seLinuxOptions?: { type?: string; user?: string; role?: string };
  procMount?: string;
  windowsOptions?: { hostProcess?: boolean };
  sysctls?: { name: string }[];
};

export type Probe = {
  initialDelaySeconds?: number;
  periodSeconds?: number;
  httpGet?: { host?: string };
  tcpSocket?: { host?: string };
};

export type Container = {
  name: string;
  image: string;
  imagePullPolicy?: string;
  restartPolicy?: string;
  env?: EnvVar[];
  envFrom?: { secretRef?: KeyReference; configMapRef?: KeyReference }[];
  ports?: { name?: string; containerPort: number; hostPort?: number; protocol?: string }[];
  resources?: { requests?: ResourceAmounts; limits?: ResourceAmounts };
  securityContext?: SecurityContext;
  readinessProbe?: Probe;
  livenessProbe?: Probe;
  startupProbe?: Probe;
  lifecycle?: { postStart?: Probe; preStop?: Probe };
  volumeMounts?: { name: string; mountPath: string }[];
};

export type Volume = {
  name: string;
  secret?: { secretName?: string; optional?: boolean };
  configMap?: { name?: string; optional?: boolean };
  persistentVolumeClaim?: { claimName: string };
  projected?: { sources?: { secret?: KeyReference; configMap?: KeyReference }[] };
  hostPath?: unknown;
  [source: string]: unknown;
};

export type Toleration = { key?: string; operator?: string; value?: string; effect?: string };

export type NodeSelectorRequirement = { key: string; operator: string; values?: string[] };

export type NodeSelectorTerm = {
  matchExpressions?: NodeSelectorRequirement[];
  matchFields?: NodeSelectorRequirement[];
};

export type PodSpec = {
  containers: Container[];
  initContainers?: Container[];
  ephemeralContainers?: Container[];
  volumes?: Volume[];
  nodeName?: string;
  nodeSelector?: Record<string, string>;
  affinity?: {
    nodeAffinity?: { requiredDuringSchedulingIgnoredDuringExecution?: { nodeSelectorTerms?: NodeSelectorTerm[] } };
  };
  tolerations?: Toleration[];
  restartPolicy?: string;
  runtimeClassName?: string;
  serviceAccountName?: string;
  securityContext?: SecurityContext;
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
  os?: { name?: string };
  overhead?: ResourceAmounts;
  resources?: { requests?: ResourceAmounts; limits?: ResourceAmounts };
  terminationGracePeriodSeconds?: number;
};

export type PodTemplate = {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: PodSpec;
};

/** The spec of a Pod that passed validation. */
export function podSpecOf(pod: KubeObject): PodSpec {
  return (pod.spec ?? { containers: [] }) as PodSpec;
}

/** The pod template of a workload that passed validation. */
export function podTemplateOf(workload: KubeObject): PodTemplate {
  return (workload.spec?.template ?? { spec: { containers: [] } }) as PodTemplate;
}

export function containersOf(spec: PodSpec): Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])];
}
