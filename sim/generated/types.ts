// Made by scripts/generate.ts from a real API server’s own description of its types: do not edit.

export interface AuditAnnotation {
  key: string
  valueExpression: string
}
export interface ExpressionWarning {
  fieldRef: string
  warning: string
}
export interface MatchCondition {
  expression: string
  name: string
}
export interface MatchResources {
  excludeResourceRules?: NamedRuleWithOperations[]
  matchPolicy?: string
  namespaceSelector?: LabelSelector
  objectSelector?: LabelSelector
  resourceRules?: NamedRuleWithOperations[]
}
export interface MutatingWebhook {
  admissionReviewVersions: string[]
  clientConfig: WebhookClientConfig
  failurePolicy?: string
  matchConditions?: MatchCondition[]
  matchPolicy?: string
  name: string
  namespaceSelector?: LabelSelector
  objectSelector?: LabelSelector
  reinvocationPolicy?: string
  rules?: RuleWithOperations[]
  sideEffects: string
  timeoutSeconds?: number
}
export interface MutatingWebhookConfiguration {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  webhooks?: MutatingWebhook[]
}
export interface MutatingWebhookConfigurationList {
  apiVersion?: string
  items: MutatingWebhookConfiguration[]
  kind?: string
  metadata: ListMeta
}
export interface NamedRuleWithOperations {
  apiGroups?: string[]
  apiVersions?: string[]
  operations?: string[]
  resourceNames?: string[]
  resources?: string[]
  scope?: string
}
export interface ParamKind {
  apiVersion?: string
  kind?: string
}
export interface ParamRef {
  name?: string
  namespace?: string
  parameterNotFoundAction?: string
  selector?: LabelSelector
}
export interface RuleWithOperations {
  apiGroups?: string[]
  apiVersions?: string[]
  operations?: string[]
  resources?: string[]
  scope?: string
}
export interface ServiceReference {
  name: string
  namespace: string
  path?: string
  port?: number
}
export interface TypeChecking {
  expressionWarnings?: ExpressionWarning[]
}
export interface ValidatingAdmissionPolicy {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: ValidatingAdmissionPolicySpec
  status?: ValidatingAdmissionPolicyStatus
}
export interface ValidatingAdmissionPolicyBinding {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: ValidatingAdmissionPolicyBindingSpec
}
export interface ValidatingAdmissionPolicyBindingList {
  apiVersion?: string
  items: ValidatingAdmissionPolicyBinding[]
  kind?: string
  metadata: ListMeta
}
export interface ValidatingAdmissionPolicyBindingSpec {
  matchResources?: MatchResources
  paramRef?: ParamRef
  policyName?: string
  validationActions?: string[]
}
export interface ValidatingAdmissionPolicyList {
  apiVersion?: string
  items: ValidatingAdmissionPolicy[]
  kind?: string
  metadata: ListMeta
}
export interface ValidatingAdmissionPolicySpec {
  auditAnnotations?: AuditAnnotation[]
  failurePolicy?: string
  matchConditions?: MatchCondition[]
  matchConstraints?: MatchResources
  paramKind?: ParamKind
  validations?: Validation[]
  variables?: Variable[]
}
export interface ValidatingAdmissionPolicyStatus {
  conditions?: Condition[]
  observedGeneration?: number
  typeChecking?: TypeChecking
}
export interface ValidatingWebhook {
  admissionReviewVersions: string[]
  clientConfig: WebhookClientConfig
  failurePolicy?: string
  matchConditions?: MatchCondition[]
  matchPolicy?: string
  name: string
  namespaceSelector?: LabelSelector
  objectSelector?: LabelSelector
  rules?: RuleWithOperations[]
  sideEffects: string
  timeoutSeconds?: number
}
export interface ValidatingWebhookConfiguration {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  webhooks?: ValidatingWebhook[]
}
export interface ValidatingWebhookConfigurationList {
  apiVersion?: string
  items: ValidatingWebhookConfiguration[]
  kind?: string
  metadata: ListMeta
}
export interface Validation {
  expression: string
  message?: string
  messageExpression?: string
  reason?: string
}
export interface Variable {
  expression: string
  name: string
}
export interface WebhookClientConfig {
  caBundle?: string
  service?: ServiceReference
  url?: string
}
export interface ControllerRevision {
  apiVersion?: string
  data?: unknown
  kind?: string
  metadata: ObjectMeta
  revision: number
}
export interface ControllerRevisionList {
  apiVersion?: string
  items: ControllerRevision[]
  kind?: string
  metadata: ListMeta
}
export interface DaemonSet {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: DaemonSetSpec
  status?: DaemonSetStatus
}
export interface DaemonSetCondition {
  lastTransitionTime?: string
  message?: string
  reason?: string
  status: string
  type: string
}
export interface DaemonSetList {
  apiVersion?: string
  items: DaemonSet[]
  kind?: string
  metadata: ListMeta
}
export interface DaemonSetSpec {
  minReadySeconds?: number
  revisionHistoryLimit?: number
  selector: LabelSelector
  template: PodTemplateSpec
  updateStrategy?: DaemonSetUpdateStrategy
}
export interface DaemonSetStatus {
  collisionCount?: number
  conditions?: DaemonSetCondition[]
  currentNumberScheduled: number
  desiredNumberScheduled: number
  numberAvailable?: number
  numberMisscheduled: number
  numberReady: number
  numberUnavailable?: number
  observedGeneration?: number
  updatedNumberScheduled?: number
}
export interface DaemonSetUpdateStrategy {
  rollingUpdate?: RollingUpdateDaemonSet
  type?: string
}
export interface Deployment {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: DeploymentSpec
  status?: DeploymentStatus
}
export interface DeploymentCondition {
  lastTransitionTime?: string
  lastUpdateTime?: string
  message?: string
  reason?: string
  status: string
  type: string
}
export interface DeploymentList {
  apiVersion?: string
  items: Deployment[]
  kind?: string
  metadata: ListMeta
}
export interface DeploymentSpec {
  minReadySeconds?: number
  paused?: boolean
  progressDeadlineSeconds?: number
  replicas?: number
  revisionHistoryLimit?: number
  selector: LabelSelector
  strategy?: DeploymentStrategy
  template: PodTemplateSpec
}
export interface DeploymentStatus {
  availableReplicas?: number
  collisionCount?: number
  conditions?: DeploymentCondition[]
  observedGeneration?: number
  readyReplicas?: number
  replicas?: number
  terminatingReplicas?: number
  unavailableReplicas?: number
  updatedReplicas?: number
}
export interface DeploymentStrategy {
  rollingUpdate?: RollingUpdateDeployment
  type?: string
}
export interface ReplicaSet {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: ReplicaSetSpec
  status?: ReplicaSetStatus
}
export interface ReplicaSetCondition {
  lastTransitionTime?: string
  message?: string
  reason?: string
  status: string
  type: string
}
export interface ReplicaSetList {
  apiVersion?: string
  items: ReplicaSet[]
  kind?: string
  metadata: ListMeta
}
export interface ReplicaSetSpec {
  minReadySeconds?: number
  replicas?: number
  selector: LabelSelector
  template?: PodTemplateSpec
}
export interface ReplicaSetStatus {
  availableReplicas?: number
  conditions?: ReplicaSetCondition[]
  fullyLabeledReplicas?: number
  observedGeneration?: number
  readyReplicas?: number
  replicas: number
  terminatingReplicas?: number
}
export interface RollingUpdateDaemonSet {
  maxSurge?: number | string
  maxUnavailable?: number | string
}
export interface RollingUpdateDeployment {
  maxSurge?: number | string
  maxUnavailable?: number | string
}
export interface RollingUpdateStatefulSetStrategy {
  maxUnavailable?: number | string
  partition?: number
}
export interface StatefulSet {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: StatefulSetSpec
  status?: StatefulSetStatus
}
export interface StatefulSetCondition {
  lastTransitionTime?: string
  message?: string
  reason?: string
  status: string
  type: string
}
export interface StatefulSetList {
  apiVersion?: string
  items: StatefulSet[]
  kind?: string
  metadata: ListMeta
}
export interface StatefulSetOrdinals {
  start?: number
}
export interface StatefulSetPersistentVolumeClaimRetentionPolicy {
  whenDeleted?: string
  whenScaled?: string
}
export interface StatefulSetSpec {
  minReadySeconds?: number
  ordinals?: StatefulSetOrdinals
  persistentVolumeClaimRetentionPolicy?: StatefulSetPersistentVolumeClaimRetentionPolicy
  podManagementPolicy?: string
  replicas?: number
  revisionHistoryLimit?: number
  selector: LabelSelector
  serviceName?: string
  template: PodTemplateSpec
  updateStrategy?: StatefulSetUpdateStrategy
  volumeClaimTemplates?: PersistentVolumeClaim[]
}
export interface StatefulSetStatus {
  availableReplicas?: number
  collisionCount?: number
  conditions?: StatefulSetCondition[]
  currentReplicas?: number
  currentRevision?: string
  observedGeneration?: number
  readyReplicas?: number
  replicas: number
  updateRevision?: string
  updatedReplicas?: number
}
export interface StatefulSetUpdateStrategy {
  rollingUpdate?: RollingUpdateStatefulSetStrategy
  type?: string
}
export interface BoundObjectReference {
  apiVersion?: string
  kind?: string
  name?: string
  uid?: string
}
export interface SelfSubjectReview {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  status?: SelfSubjectReviewStatus
}
export interface SelfSubjectReviewStatus {
  userInfo?: UserInfo
}
export interface AuthenticationTokenRequest {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec: TokenRequestSpec
  status?: TokenRequestStatus
}
export interface TokenRequestSpec {
  audiences: string[]
  boundObjectRef?: BoundObjectReference
  expirationSeconds?: number
}
export interface TokenRequestStatus {
  expirationTimestamp: string
  token: string
}
export interface TokenReview {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec: TokenReviewSpec
  status?: TokenReviewStatus
}
export interface TokenReviewSpec {
  audiences?: string[]
  token?: string
}
export interface TokenReviewStatus {
  audiences?: string[]
  authenticated?: boolean
  error?: string
  user?: UserInfo
}
export interface UserInfo {
  extra?: { [key: string]: string[] }
  groups?: string[]
  uid?: string
  username?: string
}
export interface FieldSelectorAttributes {
  rawSelector?: string
  requirements?: FieldSelectorRequirement[]
}
export interface LabelSelectorAttributes {
  rawSelector?: string
  requirements?: LabelSelectorRequirement[]
}
export interface LocalSubjectAccessReview {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec: SubjectAccessReviewSpec
  status?: SubjectAccessReviewStatus
}
export interface NonResourceAttributes {
  path?: string
  verb?: string
}
export interface NonResourceRule {
  nonResourceURLs?: string[]
  verbs: string[]
}
export interface ResourceAttributes {
  fieldSelector?: FieldSelectorAttributes
  group?: string
  labelSelector?: LabelSelectorAttributes
  name?: string
  namespace?: string
  resource?: string
  subresource?: string
  verb?: string
  version?: string
}
export interface ResourceRule {
  apiGroups?: string[]
  resourceNames?: string[]
  resources?: string[]
  verbs: string[]
}
export interface SelfSubjectAccessReview {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec: SelfSubjectAccessReviewSpec
  status?: SubjectAccessReviewStatus
}
export interface SelfSubjectAccessReviewSpec {
  nonResourceAttributes?: NonResourceAttributes
  resourceAttributes?: ResourceAttributes
}
export interface SelfSubjectRulesReview {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec: SelfSubjectRulesReviewSpec
  status?: SubjectRulesReviewStatus
}
export interface SelfSubjectRulesReviewSpec {
  namespace?: string
}
export interface SubjectAccessReview {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec: SubjectAccessReviewSpec
  status?: SubjectAccessReviewStatus
}
export interface SubjectAccessReviewSpec {
  extra?: { [key: string]: string[] }
  groups?: string[]
  nonResourceAttributes?: NonResourceAttributes
  resourceAttributes?: ResourceAttributes
  uid?: string
  user?: string
}
export interface SubjectAccessReviewStatus {
  allowed: boolean
  denied?: boolean
  evaluationError?: string
  reason?: string
}
export interface SubjectRulesReviewStatus {
  evaluationError?: string
  incomplete: boolean
  nonResourceRules: NonResourceRule[]
  resourceRules: ResourceRule[]
}
export interface AutoscalingCrossVersionObjectReference {
  apiVersion?: string
  kind: string
  name: string
}
export interface AutoscalingHorizontalPodAutoscaler {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: AutoscalingHorizontalPodAutoscalerSpec
  status?: AutoscalingHorizontalPodAutoscalerStatus
}
export interface AutoscalingHorizontalPodAutoscalerList {
  apiVersion?: string
  items: AutoscalingHorizontalPodAutoscaler[]
  kind?: string
  metadata: ListMeta
}
export interface AutoscalingHorizontalPodAutoscalerSpec {
  maxReplicas: number
  minReplicas?: number
  scaleTargetRef: AutoscalingCrossVersionObjectReference
  targetCPUUtilizationPercentage?: number
}
export interface AutoscalingHorizontalPodAutoscalerStatus {
  currentCPUUtilizationPercentage?: number
  currentReplicas: number
  desiredReplicas: number
  lastScaleTime?: string
  observedGeneration?: number
}
export interface Scale {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: ScaleSpec
  status?: ScaleStatus
}
export interface ScaleSpec {
  replicas?: number
}
export interface ScaleStatus {
  replicas: number
  selector?: string
}
export interface ContainerResourceMetricSource {
  container: string
  name: string
  target: MetricTarget
}
export interface ContainerResourceMetricStatus {
  container: string
  current: MetricValueStatus
  name: string
}
export interface CrossVersionObjectReference {
  apiVersion?: string
  kind: string
  name: string
}
export interface ExternalMetricSource {
  metric: MetricIdentifier
  target: MetricTarget
}
export interface ExternalMetricStatus {
  current: MetricValueStatus
  metric: MetricIdentifier
}
export interface HPAScalingPolicy {
  periodSeconds: number
  type: string
  value: number
}
export interface HPAScalingRules {
  policies?: HPAScalingPolicy[]
  selectPolicy?: string
  stabilizationWindowSeconds?: number
  tolerance?: string
}
export interface HorizontalPodAutoscaler {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: HorizontalPodAutoscalerSpec
  status?: HorizontalPodAutoscalerStatus
}
export interface HorizontalPodAutoscalerBehavior {
  scaleDown?: HPAScalingRules
  scaleUp?: HPAScalingRules
}
export interface HorizontalPodAutoscalerCondition {
  lastTransitionTime?: string
  message?: string
  reason?: string
  status: string
  type: string
}
export interface HorizontalPodAutoscalerList {
  apiVersion?: string
  items: HorizontalPodAutoscaler[]
  kind?: string
  metadata: ListMeta
}
export interface HorizontalPodAutoscalerSpec {
  behavior?: HorizontalPodAutoscalerBehavior
  maxReplicas: number
  metrics?: MetricSpec[]
  minReplicas?: number
  scaleTargetRef: CrossVersionObjectReference
}
export interface HorizontalPodAutoscalerStatus {
  conditions?: HorizontalPodAutoscalerCondition[]
  currentMetrics?: MetricStatus[]
  currentReplicas?: number
  desiredReplicas: number
  lastScaleTime?: string
  observedGeneration?: number
}
export interface MetricIdentifier {
  name: string
  selector?: LabelSelector
}
export interface MetricSpec {
  containerResource?: ContainerResourceMetricSource
  external?: ExternalMetricSource
  object?: ObjectMetricSource
  pods?: PodsMetricSource
  resource?: ResourceMetricSource
  type: string
}
export interface MetricStatus {
  containerResource?: ContainerResourceMetricStatus
  external?: ExternalMetricStatus
  object?: ObjectMetricStatus
  pods?: PodsMetricStatus
  resource?: ResourceMetricStatus
  type: string
}
export interface MetricTarget {
  averageUtilization?: number
  averageValue?: string
  type: string
  value?: string
}
export interface MetricValueStatus {
  averageUtilization?: number
  averageValue?: string
  value?: string
}
export interface ObjectMetricSource {
  describedObject: CrossVersionObjectReference
  metric: MetricIdentifier
  target: MetricTarget
}
export interface ObjectMetricStatus {
  current: MetricValueStatus
  describedObject: CrossVersionObjectReference
  metric: MetricIdentifier
}
export interface PodsMetricSource {
  metric: MetricIdentifier
  target: MetricTarget
}
export interface PodsMetricStatus {
  current: MetricValueStatus
  metric: MetricIdentifier
}
export interface ResourceMetricSource {
  name: string
  target: MetricTarget
}
export interface ResourceMetricStatus {
  current: MetricValueStatus
  name: string
}
export interface CronJob {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: CronJobSpec
  status?: CronJobStatus
}
export interface CronJobList {
  apiVersion?: string
  items: CronJob[]
  kind?: string
  metadata: ListMeta
}
export interface CronJobSpec {
  concurrencyPolicy?: string
  failedJobsHistoryLimit?: number
  jobTemplate: JobTemplateSpec
  schedule: string
  startingDeadlineSeconds?: number
  successfulJobsHistoryLimit?: number
  suspend?: boolean
  timeZone?: string
}
export interface CronJobStatus {
  active?: ObjectReference[]
  lastScheduleTime?: string
  lastSuccessfulTime?: string
}
export interface Job {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: JobSpec
  status?: JobStatus
}
export interface JobCondition {
  lastProbeTime?: string
  lastTransitionTime?: string
  message?: string
  reason?: string
  status: string
  type: string
}
export interface JobList {
  apiVersion?: string
  items: Job[]
  kind?: string
  metadata: ListMeta
}
export interface JobSpec {
  activeDeadlineSeconds?: number
  backoffLimit?: number
  backoffLimitPerIndex?: number
  completionMode?: string
  completions?: number
  managedBy?: string
  manualSelector?: boolean
  maxFailedIndexes?: number
  parallelism?: number
  podFailurePolicy?: PodFailurePolicy
  podReplacementPolicy?: string
  selector?: LabelSelector
  successPolicy?: SuccessPolicy
  suspend?: boolean
  template: PodTemplateSpec
  ttlSecondsAfterFinished?: number
}
export interface JobStatus {
  active?: number
  completedIndexes?: string
  completionTime?: string
  conditions?: JobCondition[]
  failed?: number
  failedIndexes?: string
  ready?: number
  startTime?: string
  succeeded?: number
  terminating?: number
  uncountedTerminatedPods?: UncountedTerminatedPods
}
export interface JobTemplateSpec {
  metadata?: ObjectMeta
  spec?: JobSpec
}
export interface PodFailurePolicy {
  rules: PodFailurePolicyRule[]
}
export interface PodFailurePolicyOnExitCodesRequirement {
  containerName?: string
  operator: string
  values: number[]
}
export interface PodFailurePolicyOnPodConditionsPattern {
  status?: string
  type: string
}
export interface PodFailurePolicyRule {
  action: string
  onExitCodes?: PodFailurePolicyOnExitCodesRequirement
  onPodConditions?: PodFailurePolicyOnPodConditionsPattern[]
}
export interface SuccessPolicy {
  rules: SuccessPolicyRule[]
}
export interface SuccessPolicyRule {
  succeededCount?: number
  succeededIndexes?: string
}
export interface UncountedTerminatedPods {
  failed?: string[]
  succeeded?: string[]
}
export interface CertificateSigningRequest {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec: CertificateSigningRequestSpec
  status?: CertificateSigningRequestStatus
}
export interface CertificateSigningRequestCondition {
  lastTransitionTime?: string
  lastUpdateTime?: string
  message?: string
  reason?: string
  status: string
  type: string
}
export interface CertificateSigningRequestList {
  apiVersion?: string
  items: CertificateSigningRequest[]
  kind?: string
  metadata: ListMeta
}
export interface CertificateSigningRequestSpec {
  expirationSeconds?: number
  extra?: { [key: string]: string[] }
  groups?: string[]
  request: string
  signerName: string
  uid?: string
  usages?: string[]
  username?: string
}
export interface CertificateSigningRequestStatus {
  certificate?: string
  conditions?: CertificateSigningRequestCondition[]
}
export interface Lease {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: LeaseSpec
}
export interface LeaseList {
  apiVersion?: string
  items: Lease[]
  kind?: string
  metadata: ListMeta
}
export interface LeaseSpec {
  acquireTime?: string
  holderIdentity?: string
  leaseDurationSeconds?: number
  leaseTransitions?: number
  preferredHolder?: string
  renewTime?: string
  strategy?: string
}
export interface AWSElasticBlockStoreVolumeSource {
  fsType?: string
  partition?: number
  readOnly?: boolean
  volumeID: string
}
export interface Affinity {
  nodeAffinity?: NodeAffinity
  podAffinity?: PodAffinity
  podAntiAffinity?: PodAntiAffinity
}
export interface AppArmorProfile {
  localhostProfile?: string
  type: string
}
export interface AttachedVolume {
  devicePath: string
  name: string
}
export interface AzureDiskVolumeSource {
  cachingMode?: string
  diskName: string
  diskURI: string
  fsType?: string
  kind?: string
  readOnly?: boolean
}
export interface AzureFilePersistentVolumeSource {
  readOnly?: boolean
  secretName: string
  secretNamespace?: string
  shareName: string
}
export interface AzureFileVolumeSource {
  readOnly?: boolean
  secretName: string
  shareName: string
}
export interface Binding {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  target: ObjectReference
}
export interface CSIPersistentVolumeSource {
  controllerExpandSecretRef?: SecretReference
  controllerPublishSecretRef?: SecretReference
  driver: string
  fsType?: string
  nodeExpandSecretRef?: SecretReference
  nodePublishSecretRef?: SecretReference
  nodeStageSecretRef?: SecretReference
  readOnly?: boolean
  volumeAttributes?: { [key: string]: string }
  volumeHandle: string
}
export interface CSIVolumeSource {
  driver: string
  fsType?: string
  nodePublishSecretRef?: LocalObjectReference
  readOnly?: boolean
  volumeAttributes?: { [key: string]: string }
}
export interface Capabilities {
  add?: string[]
  drop?: string[]
}
export interface CephFSPersistentVolumeSource {
  monitors: string[]
  path?: string
  readOnly?: boolean
  secretFile?: string
  secretRef?: SecretReference
  user?: string
}
export interface CephFSVolumeSource {
  monitors: string[]
  path?: string
  readOnly?: boolean
  secretFile?: string
  secretRef?: LocalObjectReference
  user?: string
}
export interface CinderPersistentVolumeSource {
  fsType?: string
  readOnly?: boolean
  secretRef?: SecretReference
  volumeID: string
}
export interface CinderVolumeSource {
  fsType?: string
  readOnly?: boolean
  secretRef?: LocalObjectReference
  volumeID: string
}
export interface ClientIPConfig {
  timeoutSeconds?: number
}
export interface ClusterTrustBundleProjection {
  labelSelector?: LabelSelector
  name?: string
  optional?: boolean
  path: string
  signerName?: string
}
export interface ComponentCondition {
  error?: string
  message?: string
  status: string
  type: string
}
export interface ComponentStatus {
  apiVersion?: string
  conditions?: ComponentCondition[]
  kind?: string
  metadata: ObjectMeta
}
export interface ComponentStatusList {
  apiVersion?: string
  items: ComponentStatus[]
  kind?: string
  metadata: ListMeta
}
export interface ConfigMap {
  apiVersion?: string
  binaryData?: { [key: string]: string }
  data?: { [key: string]: string }
  immutable?: boolean
  kind?: string
  metadata: ObjectMeta
}
export interface ConfigMapEnvSource {
  name?: string
  optional?: boolean
}
export interface ConfigMapKeySelector {
  key: string
  name?: string
  optional?: boolean
}
export interface ConfigMapList {
  apiVersion?: string
  items: ConfigMap[]
  kind?: string
  metadata: ListMeta
}
export interface ConfigMapNodeConfigSource {
  kubeletConfigKey: string
  name: string
  namespace: string
  resourceVersion?: string
  uid?: string
}
export interface ConfigMapProjection {
  items?: KeyToPath[]
  name?: string
  optional?: boolean
}
export interface ConfigMapVolumeSource {
  defaultMode?: number
  items?: KeyToPath[]
  name?: string
  optional?: boolean
}
export interface Container {
  args?: string[]
  command?: string[]
  env?: EnvVar[]
  envFrom?: EnvFromSource[]
  image?: string
  imagePullPolicy?: string
  lifecycle?: Lifecycle
  livenessProbe?: Probe
  name: string
  ports?: ContainerPort[]
  readinessProbe?: Probe
  resizePolicy?: ContainerResizePolicy[]
  resources?: ResourceRequirements
  restartPolicy?: string
  restartPolicyRules?: ContainerRestartRule[]
  securityContext?: SecurityContext
  startupProbe?: Probe
  stdin?: boolean
  stdinOnce?: boolean
  terminationMessagePath?: string
  terminationMessagePolicy?: string
  tty?: boolean
  volumeDevices?: VolumeDevice[]
  volumeMounts?: VolumeMount[]
  workingDir?: string
}
export interface ContainerExtendedResourceRequest {
  containerName: string
  requestName: string
  resourceName: string
}
export interface ContainerImage {
  names?: string[]
  sizeBytes?: number
}
export interface ContainerPort {
  containerPort: number
  hostIP?: string
  hostPort?: number
  name?: string
  protocol?: string
}
export interface ContainerResizePolicy {
  resourceName: string
  restartPolicy: string
}
export interface ContainerRestartRule {
  action: string
  exitCodes?: ContainerRestartRuleOnExitCodes
}
export interface ContainerRestartRuleOnExitCodes {
  operator: string
  values?: number[]
}
export interface ContainerState {
  running?: ContainerStateRunning
  terminated?: ContainerStateTerminated
  waiting?: ContainerStateWaiting
}
export interface ContainerStateRunning {
  startedAt?: string
}
export interface ContainerStateTerminated {
  containerID?: string
  exitCode: number
  finishedAt?: string
  message?: string
  reason?: string
  signal?: number
  startedAt?: string
}
export interface ContainerStateWaiting {
  message?: string
  reason?: string
}
export interface ContainerStatus {
  allocatedResources?: { [key: string]: string }
  allocatedResourcesStatus?: ResourceStatus[]
  containerID?: string
  image: string
  imageID: string
  lastState?: ContainerState
  name: string
  ready: boolean
  resources?: ResourceRequirements
  restartCount: number
  started?: boolean
  state?: ContainerState
  stopSignal?: string
  user?: ContainerUser
  volumeMounts?: VolumeMountStatus[]
}
export interface ContainerUser {
  linux?: LinuxContainerUser
}
export interface DaemonEndpoint {
  Port: number
}
export interface DownwardAPIProjection {
  items?: DownwardAPIVolumeFile[]
}
export interface DownwardAPIVolumeFile {
  fieldRef?: ObjectFieldSelector
  mode?: number
  path: string
  resourceFieldRef?: ResourceFieldSelector
}
export interface DownwardAPIVolumeSource {
  defaultMode?: number
  items?: DownwardAPIVolumeFile[]
}
export interface EmptyDirVolumeSource {
  medium?: string
  sizeLimit?: string
}
export interface EndpointAddress {
  hostname?: string
  ip: string
  nodeName?: string
  targetRef?: ObjectReference
}
export interface EndpointPort {
  appProtocol?: string
  name?: string
  port: number
  protocol?: string
}
export interface EndpointSubset {
  addresses?: EndpointAddress[]
  notReadyAddresses?: EndpointAddress[]
  ports?: EndpointPort[]
}
export interface Endpoints {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  subsets?: EndpointSubset[]
}
export interface EndpointsList {
  apiVersion?: string
  items: Endpoints[]
  kind?: string
  metadata: ListMeta
}
export interface EnvFromSource {
  configMapRef?: ConfigMapEnvSource
  prefix?: string
  secretRef?: SecretEnvSource
}
export interface EnvVar {
  name: string
  value?: string
  valueFrom?: EnvVarSource
}
export interface EnvVarSource {
  configMapKeyRef?: ConfigMapKeySelector
  fieldRef?: ObjectFieldSelector
  fileKeyRef?: FileKeySelector
  resourceFieldRef?: ResourceFieldSelector
  secretKeyRef?: SecretKeySelector
}
export interface EphemeralContainer {
  args?: string[]
  command?: string[]
  env?: EnvVar[]
  envFrom?: EnvFromSource[]
  image?: string
  imagePullPolicy?: string
  lifecycle?: Lifecycle
  livenessProbe?: Probe
  name: string
  ports?: ContainerPort[]
  readinessProbe?: Probe
  resizePolicy?: ContainerResizePolicy[]
  resources?: ResourceRequirements
  restartPolicy?: string
  restartPolicyRules?: ContainerRestartRule[]
  securityContext?: SecurityContext
  startupProbe?: Probe
  stdin?: boolean
  stdinOnce?: boolean
  targetContainerName?: string
  terminationMessagePath?: string
  terminationMessagePolicy?: string
  tty?: boolean
  volumeDevices?: VolumeDevice[]
  volumeMounts?: VolumeMount[]
  workingDir?: string
}
export interface EphemeralVolumeSource {
  volumeClaimTemplate?: PersistentVolumeClaimTemplate
}
export interface Event {
  action?: string
  apiVersion?: string
  count?: number
  eventTime?: string
  firstTimestamp?: string
  involvedObject: ObjectReference
  kind?: string
  lastTimestamp?: string
  message?: string
  metadata: ObjectMeta
  reason?: string
  related?: ObjectReference
  reportingComponent?: string
  reportingInstance?: string
  series?: EventSeries
  source?: EventSource
  type?: string
}
export interface EventList {
  apiVersion?: string
  items: Event[]
  kind?: string
  metadata: ListMeta
}
export interface EventSeries {
  count?: number
  lastObservedTime?: string
}
export interface EventSource {
  component?: string
  host?: string
}
export interface ExecAction {
  command?: string[]
}
export interface FCVolumeSource {
  fsType?: string
  lun?: number
  readOnly?: boolean
  targetWWNs?: string[]
  wwids?: string[]
}
export interface FileKeySelector {
  key: string
  optional?: boolean
  path: string
  volumeName: string
}
export interface FlexPersistentVolumeSource {
  driver: string
  fsType?: string
  options?: { [key: string]: string }
  readOnly?: boolean
  secretRef?: SecretReference
}
export interface FlexVolumeSource {
  driver: string
  fsType?: string
  options?: { [key: string]: string }
  readOnly?: boolean
  secretRef?: LocalObjectReference
}
export interface FlockerVolumeSource {
  datasetName?: string
  datasetUUID?: string
}
export interface GCEPersistentDiskVolumeSource {
  fsType?: string
  partition?: number
  pdName: string
  readOnly?: boolean
}
export interface GRPCAction {
  port: number
  service?: string
}
export interface GitRepoVolumeSource {
  directory?: string
  repository: string
  revision?: string
}
export interface GlusterfsPersistentVolumeSource {
  endpoints: string
  endpointsNamespace?: string
  path: string
  readOnly?: boolean
}
export interface GlusterfsVolumeSource {
  endpoints: string
  path: string
  readOnly?: boolean
}
export interface HTTPGetAction {
  host?: string
  httpHeaders?: HTTPHeader[]
  path?: string
  port: number | string
  scheme?: string
}
export interface HTTPHeader {
  name: string
  value: string
}
export interface HostAlias {
  hostnames?: string[]
  ip: string
}
export interface HostIP {
  ip: string
}
export interface HostPathVolumeSource {
  path: string
  type?: string
}
export interface ISCSIPersistentVolumeSource {
  chapAuthDiscovery?: boolean
  chapAuthSession?: boolean
  fsType?: string
  initiatorName?: string
  iqn: string
  iscsiInterface?: string
  lun: number
  portals?: string[]
  readOnly?: boolean
  secretRef?: SecretReference
  targetPortal: string
}
export interface ISCSIVolumeSource {
  chapAuthDiscovery?: boolean
  chapAuthSession?: boolean
  fsType?: string
  initiatorName?: string
  iqn: string
  iscsiInterface?: string
  lun: number
  portals?: string[]
  readOnly?: boolean
  secretRef?: LocalObjectReference
  targetPortal: string
}
export interface ImageVolumeSource {
  pullPolicy?: string
  reference?: string
}
export interface KeyToPath {
  key: string
  mode?: number
  path: string
}
export interface Lifecycle {
  postStart?: LifecycleHandler
  preStop?: LifecycleHandler
  stopSignal?: string
}
export interface LifecycleHandler {
  exec?: ExecAction
  httpGet?: HTTPGetAction
  sleep?: SleepAction
  tcpSocket?: TCPSocketAction
}
export interface LimitRange {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: LimitRangeSpec
}
export interface LimitRangeItem {
  default?: { [key: string]: string }
  defaultRequest?: { [key: string]: string }
  max?: { [key: string]: string }
  maxLimitRequestRatio?: { [key: string]: string }
  min?: { [key: string]: string }
  type: string
}
export interface LimitRangeList {
  apiVersion?: string
  items: LimitRange[]
  kind?: string
  metadata: ListMeta
}
export interface LimitRangeSpec {
  limits: LimitRangeItem[]
}
export interface LinuxContainerUser {
  gid: number
  supplementalGroups?: number[]
  uid: number
}
export interface LoadBalancerIngress {
  hostname?: string
  ip?: string
  ipMode?: string
  ports?: PortStatus[]
}
export interface LoadBalancerStatus {
  ingress?: LoadBalancerIngress[]
}
export interface LocalObjectReference {
  name?: string
}
export interface LocalVolumeSource {
  fsType?: string
  path: string
}
export interface ModifyVolumeStatus {
  status: string
  targetVolumeAttributesClassName?: string
}
export interface NFSVolumeSource {
  path: string
  readOnly?: boolean
  server: string
}
export interface Namespace {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: NamespaceSpec
  status?: NamespaceStatus
}
export interface NamespaceCondition {
  lastTransitionTime?: string
  message?: string
  reason?: string
  status: string
  type: string
}
export interface NamespaceList {
  apiVersion?: string
  items: Namespace[]
  kind?: string
  metadata: ListMeta
}
export interface NamespaceSpec {
  finalizers?: string[]
}
export interface NamespaceStatus {
  conditions?: NamespaceCondition[]
  phase?: string
}
export interface Node {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: NodeSpec
  status?: NodeStatus
}
export interface NodeAddress {
  address: string
  type: string
}
export interface NodeAffinity {
  preferredDuringSchedulingIgnoredDuringExecution?: PreferredSchedulingTerm[]
  requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector
}
export interface NodeCondition {
  lastHeartbeatTime?: string
  lastTransitionTime?: string
  message?: string
  reason?: string
  status: string
  type: string
}
export interface NodeConfigSource {
  configMap?: ConfigMapNodeConfigSource
}
export interface NodeConfigStatus {
  active?: NodeConfigSource
  assigned?: NodeConfigSource
  error?: string
  lastKnownGood?: NodeConfigSource
}
export interface NodeDaemonEndpoints {
  kubeletEndpoint?: DaemonEndpoint
}
export interface NodeFeatures {
  supplementalGroupsPolicy?: boolean
}
export interface NodeList {
  apiVersion?: string
  items: Node[]
  kind?: string
  metadata: ListMeta
}
export interface NodeRuntimeHandler {
  features?: NodeRuntimeHandlerFeatures
  name?: string
}
export interface NodeRuntimeHandlerFeatures {
  recursiveReadOnlyMounts?: boolean
  userNamespaces?: boolean
}
export interface NodeSelector {
  nodeSelectorTerms: NodeSelectorTerm[]
}
export interface NodeSelectorRequirement {
  key: string
  operator: string
  values?: string[]
}
export interface NodeSelectorTerm {
  matchExpressions?: NodeSelectorRequirement[]
  matchFields?: NodeSelectorRequirement[]
}
export interface NodeSpec {
  configSource?: NodeConfigSource
  externalID?: string
  podCIDR?: string
  podCIDRs?: string[]
  providerID?: string
  taints?: Taint[]
  unschedulable?: boolean
}
export interface NodeStatus {
  addresses?: NodeAddress[]
  allocatable?: { [key: string]: string }
  capacity?: { [key: string]: string }
  conditions?: NodeCondition[]
  config?: NodeConfigStatus
  daemonEndpoints?: NodeDaemonEndpoints
  declaredFeatures?: string[]
  features?: NodeFeatures
  images?: ContainerImage[]
  nodeInfo?: NodeSystemInfo
  phase?: string
  runtimeHandlers?: NodeRuntimeHandler[]
  volumesAttached?: AttachedVolume[]
  volumesInUse?: string[]
}
export interface NodeSwapStatus {
  capacity?: number
}
export interface NodeSystemInfo {
  architecture: string
  bootID: string
  containerRuntimeVersion: string
  kernelVersion: string
  kubeProxyVersion: string
  kubeletVersion: string
  machineID: string
  operatingSystem: string
  osImage: string
  swap?: NodeSwapStatus
  systemUUID: string
}
export interface ObjectFieldSelector {
  apiVersion?: string
  fieldPath: string
}
export interface ObjectReference {
  apiVersion?: string
  fieldPath?: string
  kind?: string
  name?: string
  namespace?: string
  resourceVersion?: string
  uid?: string
}
export interface PersistentVolume {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: PersistentVolumeSpec
  status?: PersistentVolumeStatus
}
export interface PersistentVolumeClaim {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: PersistentVolumeClaimSpec
  status?: PersistentVolumeClaimStatus
}
export interface PersistentVolumeClaimCondition {
  lastProbeTime?: string
  lastTransitionTime?: string
  message?: string
  reason?: string
  status: string
  type: string
}
export interface PersistentVolumeClaimList {
  apiVersion?: string
  items: PersistentVolumeClaim[]
  kind?: string
  metadata: ListMeta
}
export interface PersistentVolumeClaimSpec {
  accessModes?: string[]
  dataSource?: TypedLocalObjectReference
  dataSourceRef?: TypedObjectReference
  resources?: VolumeResourceRequirements
  selector?: LabelSelector
  storageClassName?: string
  volumeAttributesClassName?: string
  volumeMode?: string
  volumeName?: string
}
export interface PersistentVolumeClaimStatus {
  accessModes?: string[]
  allocatedResourceStatuses?: { [key: string]: string }
  allocatedResources?: { [key: string]: string }
  capacity?: { [key: string]: string }
  conditions?: PersistentVolumeClaimCondition[]
  currentVolumeAttributesClassName?: string
  modifyVolumeStatus?: ModifyVolumeStatus
  phase?: string
}
export interface PersistentVolumeClaimTemplate {
  metadata?: ObjectMeta
  spec: PersistentVolumeClaimSpec
}
export interface PersistentVolumeClaimVolumeSource {
  claimName: string
  readOnly?: boolean
}
export interface PersistentVolumeList {
  apiVersion?: string
  items: PersistentVolume[]
  kind?: string
  metadata: ListMeta
}
export interface PersistentVolumeSpec {
  accessModes?: string[]
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource
  azureDisk?: AzureDiskVolumeSource
  azureFile?: AzureFilePersistentVolumeSource
  capacity?: { [key: string]: string }
  cephfs?: CephFSPersistentVolumeSource
  cinder?: CinderPersistentVolumeSource
  claimRef?: ObjectReference
  csi?: CSIPersistentVolumeSource
  fc?: FCVolumeSource
  flexVolume?: FlexPersistentVolumeSource
  flocker?: FlockerVolumeSource
  gcePersistentDisk?: GCEPersistentDiskVolumeSource
  glusterfs?: GlusterfsPersistentVolumeSource
  hostPath?: HostPathVolumeSource
  iscsi?: ISCSIPersistentVolumeSource
  local?: LocalVolumeSource
  mountOptions?: string[]
  nfs?: NFSVolumeSource
  nodeAffinity?: VolumeNodeAffinity
  persistentVolumeReclaimPolicy?: string
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource
  portworxVolume?: PortworxVolumeSource
  quobyte?: QuobyteVolumeSource
  rbd?: RBDPersistentVolumeSource
  scaleIO?: ScaleIOPersistentVolumeSource
  storageClassName?: string
  storageos?: StorageOSPersistentVolumeSource
  volumeAttributesClassName?: string
  volumeMode?: string
  vsphereVolume?: VsphereVirtualDiskVolumeSource
}
export interface PersistentVolumeStatus {
  lastPhaseTransitionTime?: string
  message?: string
  phase?: string
  reason?: string
}
export interface PhotonPersistentDiskVolumeSource {
  fsType?: string
  pdID: string
}
export interface Pod {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: PodSpec
  status?: PodStatus
}
export interface PodAffinity {
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[]
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[]
}
export interface PodAffinityTerm {
  labelSelector?: LabelSelector
  matchLabelKeys?: string[]
  mismatchLabelKeys?: string[]
  namespaceSelector?: LabelSelector
  namespaces?: string[]
  topologyKey: string
}
export interface PodAntiAffinity {
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[]
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[]
}
export interface PodCertificateProjection {
  certificateChainPath?: string
  credentialBundlePath?: string
  keyPath?: string
  keyType: string
  maxExpirationSeconds?: number
  signerName: string
  userAnnotations?: { [key: string]: string }
}
export interface PodCondition {
  lastProbeTime?: string
  lastTransitionTime?: string
  message?: string
  observedGeneration?: number
  reason?: string
  status: string
  type: string
}
export interface PodDNSConfig {
  nameservers?: string[]
  options?: PodDNSConfigOption[]
  searches?: string[]
}
export interface PodDNSConfigOption {
  name?: string
  value?: string
}
export interface PodExtendedResourceClaimStatus {
  requestMappings: ContainerExtendedResourceRequest[]
  resourceClaimName: string
}
export interface PodIP {
  ip: string
}
export interface PodList {
  apiVersion?: string
  items: Pod[]
  kind?: string
  metadata: ListMeta
}
export interface PodOS {
  name: string
}
export interface PodReadinessGate {
  conditionType: string
}
export interface PodResourceClaim {
  name: string
  resourceClaimName?: string
  resourceClaimTemplateName?: string
}
export interface PodResourceClaimStatus {
  name: string
  resourceClaimName?: string
}
export interface PodSchedulingGate {
  name: string
}
export interface PodSecurityContext {
  appArmorProfile?: AppArmorProfile
  fsGroup?: number
  fsGroupChangePolicy?: string
  runAsGroup?: number
  runAsNonRoot?: boolean
  runAsUser?: number
  seLinuxChangePolicy?: string
  seLinuxOptions?: SELinuxOptions
  seccompProfile?: SeccompProfile
  supplementalGroups?: number[]
  supplementalGroupsPolicy?: string
  sysctls?: Sysctl[]
  windowsOptions?: WindowsSecurityContextOptions
}
export interface PodSpec {
  activeDeadlineSeconds?: number
  affinity?: Affinity
  automountServiceAccountToken?: boolean
  containers: Container[]
  dnsConfig?: PodDNSConfig
  dnsPolicy?: string
  enableServiceLinks?: boolean
  ephemeralContainers?: EphemeralContainer[]
  hostAliases?: HostAlias[]
  hostIPC?: boolean
  hostNetwork?: boolean
  hostPID?: boolean
  hostUsers?: boolean
  hostname?: string
  hostnameOverride?: string
  imagePullSecrets?: LocalObjectReference[]
  initContainers?: Container[]
  nodeName?: string
  nodeSelector?: { [key: string]: string }
  os?: PodOS
  overhead?: { [key: string]: string }
  preemptionPolicy?: string
  priority?: number
  priorityClassName?: string
  readinessGates?: PodReadinessGate[]
  resourceClaims?: PodResourceClaim[]
  resources?: ResourceRequirements
  restartPolicy?: string
  runtimeClassName?: string
  schedulerName?: string
  schedulingGates?: PodSchedulingGate[]
  securityContext?: PodSecurityContext
  serviceAccount?: string
  serviceAccountName?: string
  setHostnameAsFQDN?: boolean
  shareProcessNamespace?: boolean
  subdomain?: string
  terminationGracePeriodSeconds?: number
  tolerations?: Toleration[]
  topologySpreadConstraints?: TopologySpreadConstraint[]
  volumes?: Volume[]
  workloadRef?: WorkloadReference
}
export interface PodStatus {
  allocatedResources?: { [key: string]: string }
  conditions?: PodCondition[]
  containerStatuses?: ContainerStatus[]
  ephemeralContainerStatuses?: ContainerStatus[]
  extendedResourceClaimStatus?: PodExtendedResourceClaimStatus
  hostIP?: string
  hostIPs?: HostIP[]
  initContainerStatuses?: ContainerStatus[]
  message?: string
  nominatedNodeName?: string
  observedGeneration?: number
  phase?: string
  podIP?: string
  podIPs?: PodIP[]
  qosClass?: string
  reason?: string
  resize?: string
  resourceClaimStatuses?: PodResourceClaimStatus[]
  resources?: ResourceRequirements
  startTime?: string
}
export interface PodTemplate {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  template?: PodTemplateSpec
}
export interface PodTemplateList {
  apiVersion?: string
  items: PodTemplate[]
  kind?: string
  metadata: ListMeta
}
export interface PodTemplateSpec {
  metadata?: ObjectMeta
  spec?: PodSpec
}
export interface PortStatus {
  error?: string
  port: number
  protocol: string
}
export interface PortworxVolumeSource {
  fsType?: string
  readOnly?: boolean
  volumeID: string
}
export interface PreferredSchedulingTerm {
  preference: NodeSelectorTerm
  weight: number
}
export interface Probe {
  exec?: ExecAction
  failureThreshold?: number
  grpc?: GRPCAction
  httpGet?: HTTPGetAction
  initialDelaySeconds?: number
  periodSeconds?: number
  successThreshold?: number
  tcpSocket?: TCPSocketAction
  terminationGracePeriodSeconds?: number
  timeoutSeconds?: number
}
export interface ProjectedVolumeSource {
  defaultMode?: number
  sources?: VolumeProjection[]
}
export interface QuobyteVolumeSource {
  group?: string
  readOnly?: boolean
  registry: string
  tenant?: string
  user?: string
  volume: string
}
export interface RBDPersistentVolumeSource {
  fsType?: string
  image: string
  keyring?: string
  monitors: string[]
  pool?: string
  readOnly?: boolean
  secretRef?: SecretReference
  user?: string
}
export interface RBDVolumeSource {
  fsType?: string
  image: string
  keyring?: string
  monitors: string[]
  pool?: string
  readOnly?: boolean
  secretRef?: LocalObjectReference
  user?: string
}
export interface ReplicationController {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: ReplicationControllerSpec
  status?: ReplicationControllerStatus
}
export interface ReplicationControllerCondition {
  lastTransitionTime?: string
  message?: string
  reason?: string
  status: string
  type: string
}
export interface ReplicationControllerList {
  apiVersion?: string
  items: ReplicationController[]
  kind?: string
  metadata: ListMeta
}
export interface ReplicationControllerSpec {
  minReadySeconds?: number
  replicas?: number
  selector?: { [key: string]: string }
  template?: PodTemplateSpec
}
export interface ReplicationControllerStatus {
  availableReplicas?: number
  conditions?: ReplicationControllerCondition[]
  fullyLabeledReplicas?: number
  observedGeneration?: number
  readyReplicas?: number
  replicas: number
}
export interface ResourceClaim {
  name: string
  request?: string
}
export interface ResourceFieldSelector {
  containerName?: string
  divisor?: string
  resource: string
}
export interface ResourceHealth {
  health?: string
  resourceID: string
}
export interface ResourceQuota {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: ResourceQuotaSpec
  status?: ResourceQuotaStatus
}
export interface ResourceQuotaList {
  apiVersion?: string
  items: ResourceQuota[]
  kind?: string
  metadata: ListMeta
}
export interface ResourceQuotaSpec {
  hard?: { [key: string]: string }
  scopeSelector?: ScopeSelector
  scopes?: string[]
}
export interface ResourceQuotaStatus {
  hard?: { [key: string]: string }
  used?: { [key: string]: string }
}
export interface ResourceRequirements {
  claims?: ResourceClaim[]
  limits?: { [key: string]: string }
  requests?: { [key: string]: string }
}
export interface ResourceStatus {
  name: string
  resources?: ResourceHealth[]
}
export interface SELinuxOptions {
  level?: string
  role?: string
  type?: string
  user?: string
}
export interface ScaleIOPersistentVolumeSource {
  fsType?: string
  gateway: string
  protectionDomain?: string
  readOnly?: boolean
  secretRef: SecretReference
  sslEnabled?: boolean
  storageMode?: string
  storagePool?: string
  system: string
  volumeName?: string
}
export interface ScaleIOVolumeSource {
  fsType?: string
  gateway: string
  protectionDomain?: string
  readOnly?: boolean
  secretRef: LocalObjectReference
  sslEnabled?: boolean
  storageMode?: string
  storagePool?: string
  system: string
  volumeName?: string
}
export interface ScopeSelector {
  matchExpressions?: ScopedResourceSelectorRequirement[]
}
export interface ScopedResourceSelectorRequirement {
  operator: string
  scopeName: string
  values?: string[]
}
export interface SeccompProfile {
  localhostProfile?: string
  type: string
}
export interface Secret {
  apiVersion?: string
  data?: { [key: string]: string }
  immutable?: boolean
  kind?: string
  metadata: ObjectMeta
  stringData?: { [key: string]: string }
  type?: string
}
export interface SecretEnvSource {
  name?: string
  optional?: boolean
}
export interface SecretKeySelector {
  key: string
  name?: string
  optional?: boolean
}
export interface SecretList {
  apiVersion?: string
  items: Secret[]
  kind?: string
  metadata: ListMeta
}
export interface SecretProjection {
  items?: KeyToPath[]
  name?: string
  optional?: boolean
}
export interface SecretReference {
  name?: string
  namespace?: string
}
export interface SecretVolumeSource {
  defaultMode?: number
  items?: KeyToPath[]
  optional?: boolean
  secretName?: string
}
export interface SecurityContext {
  allowPrivilegeEscalation?: boolean
  appArmorProfile?: AppArmorProfile
  capabilities?: Capabilities
  privileged?: boolean
  procMount?: string
  readOnlyRootFilesystem?: boolean
  runAsGroup?: number
  runAsNonRoot?: boolean
  runAsUser?: number
  seLinuxOptions?: SELinuxOptions
  seccompProfile?: SeccompProfile
  windowsOptions?: WindowsSecurityContextOptions
}
export interface Service {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: ServiceSpec
  status?: ServiceStatus
}
export interface ServiceAccount {
  apiVersion?: string
  automountServiceAccountToken?: boolean
  imagePullSecrets?: LocalObjectReference[]
  kind?: string
  metadata: ObjectMeta
  secrets?: ObjectReference[]
}
export interface ServiceAccountList {
  apiVersion?: string
  items: ServiceAccount[]
  kind?: string
  metadata: ListMeta
}
export interface ServiceAccountTokenProjection {
  audience?: string
  expirationSeconds?: number
  path: string
}
export interface ServiceList {
  apiVersion?: string
  items: Service[]
  kind?: string
  metadata: ListMeta
}
export interface ServicePort {
  appProtocol?: string
  name?: string
  nodePort?: number
  port: number
  protocol?: string
  targetPort?: number | string
}
export interface ServiceSpec {
  allocateLoadBalancerNodePorts?: boolean
  clusterIP?: string
  clusterIPs?: string[]
  externalIPs?: string[]
  externalName?: string
  externalTrafficPolicy?: string
  healthCheckNodePort?: number
  internalTrafficPolicy?: string
  ipFamilies?: string[]
  ipFamilyPolicy?: string
  loadBalancerClass?: string
  loadBalancerIP?: string
  loadBalancerSourceRanges?: string[]
  ports?: ServicePort[]
  publishNotReadyAddresses?: boolean
  selector?: { [key: string]: string }
  sessionAffinity?: string
  sessionAffinityConfig?: SessionAffinityConfig
  trafficDistribution?: string
  type?: string
}
export interface ServiceStatus {
  conditions?: Condition[]
  loadBalancer?: LoadBalancerStatus
}
export interface SessionAffinityConfig {
  clientIP?: ClientIPConfig
}
export interface SleepAction {
  seconds: number
}
export interface StorageOSPersistentVolumeSource {
  fsType?: string
  readOnly?: boolean
  secretRef?: ObjectReference
  volumeName?: string
  volumeNamespace?: string
}
export interface StorageOSVolumeSource {
  fsType?: string
  readOnly?: boolean
  secretRef?: LocalObjectReference
  volumeName?: string
  volumeNamespace?: string
}
export interface Sysctl {
  name: string
  value: string
}
export interface TCPSocketAction {
  host?: string
  port: number | string
}
export interface Taint {
  effect: string
  key: string
  timeAdded?: string
  value?: string
}
export interface Toleration {
  effect?: string
  key?: string
  operator?: string
  tolerationSeconds?: number
  value?: string
}
export interface TopologySelectorLabelRequirement {
  key: string
  values: string[]
}
export interface TopologySelectorTerm {
  matchLabelExpressions?: TopologySelectorLabelRequirement[]
}
export interface TopologySpreadConstraint {
  labelSelector?: LabelSelector
  matchLabelKeys?: string[]
  maxSkew: number
  minDomains?: number
  nodeAffinityPolicy?: string
  nodeTaintsPolicy?: string
  topologyKey: string
  whenUnsatisfiable: string
}
export interface TypedLocalObjectReference {
  apiGroup?: string
  kind: string
  name: string
}
export interface TypedObjectReference {
  apiGroup?: string
  kind: string
  name: string
  namespace?: string
}
export interface Volume {
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource
  azureDisk?: AzureDiskVolumeSource
  azureFile?: AzureFileVolumeSource
  cephfs?: CephFSVolumeSource
  cinder?: CinderVolumeSource
  configMap?: ConfigMapVolumeSource
  csi?: CSIVolumeSource
  downwardAPI?: DownwardAPIVolumeSource
  emptyDir?: EmptyDirVolumeSource
  ephemeral?: EphemeralVolumeSource
  fc?: FCVolumeSource
  flexVolume?: FlexVolumeSource
  flocker?: FlockerVolumeSource
  gcePersistentDisk?: GCEPersistentDiskVolumeSource
  gitRepo?: GitRepoVolumeSource
  glusterfs?: GlusterfsVolumeSource
  hostPath?: HostPathVolumeSource
  image?: ImageVolumeSource
  iscsi?: ISCSIVolumeSource
  name: string
  nfs?: NFSVolumeSource
  persistentVolumeClaim?: PersistentVolumeClaimVolumeSource
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource
  portworxVolume?: PortworxVolumeSource
  projected?: ProjectedVolumeSource
  quobyte?: QuobyteVolumeSource
  rbd?: RBDVolumeSource
  scaleIO?: ScaleIOVolumeSource
  secret?: SecretVolumeSource
  storageos?: StorageOSVolumeSource
  vsphereVolume?: VsphereVirtualDiskVolumeSource
}
export interface VolumeDevice {
  devicePath: string
  name: string
}
export interface VolumeMount {
  mountPath: string
  mountPropagation?: string
  name: string
  readOnly?: boolean
  recursiveReadOnly?: string
  subPath?: string
  subPathExpr?: string
}
export interface VolumeMountStatus {
  mountPath: string
  name: string
  readOnly?: boolean
  recursiveReadOnly?: string
}
export interface VolumeNodeAffinity {
  required?: NodeSelector
}
export interface VolumeProjection {
  clusterTrustBundle?: ClusterTrustBundleProjection
  configMap?: ConfigMapProjection
  downwardAPI?: DownwardAPIProjection
  podCertificate?: PodCertificateProjection
  secret?: SecretProjection
  serviceAccountToken?: ServiceAccountTokenProjection
}
export interface VolumeResourceRequirements {
  limits?: { [key: string]: string }
  requests?: { [key: string]: string }
}
export interface VsphereVirtualDiskVolumeSource {
  fsType?: string
  storagePolicyID?: string
  storagePolicyName?: string
  volumePath: string
}
export interface WeightedPodAffinityTerm {
  podAffinityTerm: PodAffinityTerm
  weight: number
}
export interface WindowsSecurityContextOptions {
  gmsaCredentialSpec?: string
  gmsaCredentialSpecName?: string
  hostProcess?: boolean
  runAsUserName?: string
}
export interface WorkloadReference {
  name: string
  podGroup: string
  podGroupReplicaKey?: string
}
export interface Endpoint {
  addresses: string[]
  conditions?: EndpointConditions
  deprecatedTopology?: { [key: string]: string }
  hints?: EndpointHints
  hostname?: string
  nodeName?: string
  targetRef?: ObjectReference
  zone?: string
}
export interface EndpointConditions {
  ready?: boolean
  serving?: boolean
  terminating?: boolean
}
export interface EndpointHints {
  forNodes?: ForNode[]
  forZones?: ForZone[]
}
export interface DiscoveryEndpointPort {
  appProtocol?: string
  name?: string
  port?: number
  protocol?: string
}
export interface EndpointSlice {
  addressType: string
  apiVersion?: string
  endpoints: Endpoint[]
  kind?: string
  metadata: ObjectMeta
  ports?: DiscoveryEndpointPort[]
}
export interface EndpointSliceList {
  apiVersion?: string
  items: EndpointSlice[]
  kind?: string
  metadata: ListMeta
}
export interface ForNode {
  name: string
}
export interface ForZone {
  name: string
}
export interface EventsEvent {
  action?: string
  apiVersion?: string
  deprecatedCount?: number
  deprecatedFirstTimestamp?: string
  deprecatedLastTimestamp?: string
  deprecatedSource?: EventSource
  eventTime: string
  kind?: string
  metadata: ObjectMeta
  note?: string
  reason?: string
  regarding?: ObjectReference
  related?: ObjectReference
  reportingController?: string
  reportingInstance?: string
  series?: EventsEventSeries
  type?: string
}
export interface EventsEventList {
  apiVersion?: string
  items: EventsEvent[]
  kind?: string
  metadata: ListMeta
}
export interface EventsEventSeries {
  count: number
  lastObservedTime: string
}
export interface ExemptPriorityLevelConfiguration {
  lendablePercent?: number
  nominalConcurrencyShares?: number
}
export interface FlowDistinguisherMethod {
  type: string
}
export interface FlowSchema {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: FlowSchemaSpec
  status?: FlowSchemaStatus
}
export interface FlowSchemaCondition {
  lastTransitionTime?: string
  message?: string
  reason?: string
  status?: string
  type?: string
}
export interface FlowSchemaList {
  apiVersion?: string
  items: FlowSchema[]
  kind?: string
  metadata: ListMeta
}
export interface FlowSchemaSpec {
  distinguisherMethod?: FlowDistinguisherMethod
  matchingPrecedence?: number
  priorityLevelConfiguration: PriorityLevelConfigurationReference
  rules?: PolicyRulesWithSubjects[]
}
export interface FlowSchemaStatus {
  conditions?: FlowSchemaCondition[]
}
export interface GroupSubject {
  name: string
}
export interface LimitResponse {
  queuing?: QueuingConfiguration
  type: string
}
export interface LimitedPriorityLevelConfiguration {
  borrowingLimitPercent?: number
  lendablePercent?: number
  limitResponse?: LimitResponse
  nominalConcurrencyShares?: number
}
export interface NonResourcePolicyRule {
  nonResourceURLs: string[]
  verbs: string[]
}
export interface PolicyRulesWithSubjects {
  nonResourceRules?: NonResourcePolicyRule[]
  resourceRules?: ResourcePolicyRule[]
  subjects: Subject[]
}
export interface PriorityLevelConfiguration {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: PriorityLevelConfigurationSpec
  status?: PriorityLevelConfigurationStatus
}
export interface PriorityLevelConfigurationCondition {
  lastTransitionTime?: string
  message?: string
  reason?: string
  status?: string
  type?: string
}
export interface PriorityLevelConfigurationList {
  apiVersion?: string
  items: PriorityLevelConfiguration[]
  kind?: string
  metadata: ListMeta
}
export interface PriorityLevelConfigurationReference {
  name: string
}
export interface PriorityLevelConfigurationSpec {
  exempt?: ExemptPriorityLevelConfiguration
  limited?: LimitedPriorityLevelConfiguration
  type: string
}
export interface PriorityLevelConfigurationStatus {
  conditions?: PriorityLevelConfigurationCondition[]
}
export interface QueuingConfiguration {
  handSize?: number
  queueLengthLimit?: number
  queues?: number
}
export interface ResourcePolicyRule {
  apiGroups: string[]
  clusterScope?: boolean
  namespaces?: string[]
  resources: string[]
  verbs: string[]
}
export interface ServiceAccountSubject {
  name: string
  namespace: string
}
export interface Subject {
  group?: GroupSubject
  kind: string
  serviceAccount?: ServiceAccountSubject
  user?: UserSubject
}
export interface UserSubject {
  name: string
}
export interface HTTPIngressPath {
  backend: IngressBackend
  path?: string
  pathType: string
}
export interface HTTPIngressRuleValue {
  paths: HTTPIngressPath[]
}
export interface IPAddress {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: IPAddressSpec
}
export interface IPAddressList {
  apiVersion?: string
  items: IPAddress[]
  kind?: string
  metadata: ListMeta
}
export interface IPAddressSpec {
  parentRef: ParentReference
}
export interface IPBlock {
  cidr: string
  except?: string[]
}
export interface Ingress {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: IngressSpec
  status?: IngressStatus
}
export interface IngressBackend {
  resource?: TypedLocalObjectReference
  service?: IngressServiceBackend
}
export interface IngressClass {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: IngressClassSpec
}
export interface IngressClassList {
  apiVersion?: string
  items: IngressClass[]
  kind?: string
  metadata: ListMeta
}
export interface IngressClassParametersReference {
  apiGroup?: string
  kind: string
  name: string
  namespace?: string
  scope?: string
}
export interface IngressClassSpec {
  controller?: string
  parameters?: IngressClassParametersReference
}
export interface IngressList {
  apiVersion?: string
  items: Ingress[]
  kind?: string
  metadata: ListMeta
}
export interface IngressLoadBalancerIngress {
  hostname?: string
  ip?: string
  ports?: IngressPortStatus[]
}
export interface IngressLoadBalancerStatus {
  ingress?: IngressLoadBalancerIngress[]
}
export interface IngressPortStatus {
  error?: string
  port: number
  protocol: string
}
export interface IngressRule {
  host?: string
  http?: HTTPIngressRuleValue
}
export interface IngressServiceBackend {
  name: string
  port?: ServiceBackendPort
}
export interface IngressSpec {
  defaultBackend?: IngressBackend
  ingressClassName?: string
  rules?: IngressRule[]
  tls?: IngressTLS[]
}
export interface IngressStatus {
  loadBalancer?: IngressLoadBalancerStatus
}
export interface IngressTLS {
  hosts?: string[]
  secretName?: string
}
export interface NetworkPolicy {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: NetworkPolicySpec
}
export interface NetworkPolicyEgressRule {
  ports?: NetworkPolicyPort[]
  to?: NetworkPolicyPeer[]
}
export interface NetworkPolicyIngressRule {
  from?: NetworkPolicyPeer[]
  ports?: NetworkPolicyPort[]
}
export interface NetworkPolicyList {
  apiVersion?: string
  items: NetworkPolicy[]
  kind?: string
  metadata: ListMeta
}
export interface NetworkPolicyPeer {
  ipBlock?: IPBlock
  namespaceSelector?: LabelSelector
  podSelector?: LabelSelector
}
export interface NetworkPolicyPort {
  endPort?: number
  port?: number | string
  protocol?: string
}
export interface NetworkPolicySpec {
  egress?: NetworkPolicyEgressRule[]
  ingress?: NetworkPolicyIngressRule[]
  podSelector?: LabelSelector
  policyTypes?: string[]
}
export interface ParentReference {
  group?: string
  name: string
  namespace?: string
  resource: string
}
export interface ServiceBackendPort {
  name?: string
  number?: number
}
export interface ServiceCIDR {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: ServiceCIDRSpec
  status?: ServiceCIDRStatus
}
export interface ServiceCIDRList {
  apiVersion?: string
  items: ServiceCIDR[]
  kind?: string
  metadata: ListMeta
}
export interface ServiceCIDRSpec {
  cidrs?: string[]
}
export interface ServiceCIDRStatus {
  conditions?: Condition[]
}
export interface Overhead {
  podFixed?: { [key: string]: string }
}
export interface RuntimeClass {
  apiVersion?: string
  handler: string
  kind?: string
  metadata: ObjectMeta
  overhead?: Overhead
  scheduling?: Scheduling
}
export interface RuntimeClassList {
  apiVersion?: string
  items: RuntimeClass[]
  kind?: string
  metadata: ListMeta
}
export interface Scheduling {
  nodeSelector?: { [key: string]: string }
  tolerations?: Toleration[]
}
export interface Eviction {
  apiVersion?: string
  deleteOptions?: DeleteOptions
  kind?: string
  metadata: ObjectMeta
}
export interface PodDisruptionBudget {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: PodDisruptionBudgetSpec
  status?: PodDisruptionBudgetStatus
}
export interface PodDisruptionBudgetList {
  apiVersion?: string
  items: PodDisruptionBudget[]
  kind?: string
  metadata: ListMeta
}
export interface PodDisruptionBudgetSpec {
  maxUnavailable?: number | string
  minAvailable?: number | string
  selector?: LabelSelector
  unhealthyPodEvictionPolicy?: string
}
export interface PodDisruptionBudgetStatus {
  conditions?: Condition[]
  currentHealthy: number
  desiredHealthy: number
  disruptedPods?: { [key: string]: string }
  disruptionsAllowed: number
  expectedPods: number
  observedGeneration?: number
}
export interface AggregationRule {
  clusterRoleSelectors?: LabelSelector[]
}
export interface ClusterRole {
  aggregationRule?: AggregationRule
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  rules?: PolicyRule[]
}
export interface ClusterRoleBinding {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  roleRef: RoleRef
  subjects?: RbacSubject[]
}
export interface ClusterRoleBindingList {
  apiVersion?: string
  items: ClusterRoleBinding[]
  kind?: string
  metadata: ListMeta
}
export interface ClusterRoleList {
  apiVersion?: string
  items: ClusterRole[]
  kind?: string
  metadata: ListMeta
}
export interface PolicyRule {
  apiGroups?: string[]
  nonResourceURLs?: string[]
  resourceNames?: string[]
  resources?: string[]
  verbs: string[]
}
export interface Role {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  rules?: PolicyRule[]
}
export interface RoleBinding {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  roleRef: RoleRef
  subjects?: RbacSubject[]
}
export interface RoleBindingList {
  apiVersion?: string
  items: RoleBinding[]
  kind?: string
  metadata: ListMeta
}
export interface RoleList {
  apiVersion?: string
  items: Role[]
  kind?: string
  metadata: ListMeta
}
export interface RoleRef {
  apiGroup: string
  kind: string
  name: string
}
export interface RbacSubject {
  apiGroup?: string
  kind: string
  name: string
  namespace?: string
}
export interface AllocatedDeviceStatus {
  conditions?: Condition[]
  data?: unknown
  device: string
  driver: string
  networkData?: NetworkDeviceData
  pool: string
  shareID?: string
}
export interface AllocationResult {
  allocationTimestamp?: string
  devices?: DeviceAllocationResult
  nodeSelector?: NodeSelector
}
export interface CELDeviceSelector {
  expression: string
}
export interface CapacityRequestPolicy {
  default?: string
  validRange?: CapacityRequestPolicyRange
  validValues?: string[]
}
export interface CapacityRequestPolicyRange {
  max?: string
  min: string
  step?: string
}
export interface CapacityRequirements {
  requests?: { [key: string]: string }
}
export interface Counter {
  value: string
}
export interface CounterSet {
  counters: { [key: string]: Counter }
  name: string
}
export interface Device {
  allNodes?: boolean
  allowMultipleAllocations?: boolean
  attributes?: { [key: string]: DeviceAttribute }
  bindingConditions?: string[]
  bindingFailureConditions?: string[]
  bindsToNode?: boolean
  capacity?: { [key: string]: DeviceCapacity }
  consumesCounters?: DeviceCounterConsumption[]
  name: string
  nodeName?: string
  nodeSelector?: NodeSelector
  taints?: DeviceTaint[]
}
export interface DeviceAllocationConfiguration {
  opaque?: OpaqueDeviceConfiguration
  requests?: string[]
  source: string
}
export interface DeviceAllocationResult {
  config?: DeviceAllocationConfiguration[]
  results?: DeviceRequestAllocationResult[]
}
export interface DeviceAttribute {
  bool?: boolean
  int?: number
  string?: string
  version?: string
}
export interface DeviceCapacity {
  requestPolicy?: CapacityRequestPolicy
  value: string
}
export interface DeviceClaim {
  config?: DeviceClaimConfiguration[]
  constraints?: DeviceConstraint[]
  requests?: DeviceRequest[]
}
export interface DeviceClaimConfiguration {
  opaque?: OpaqueDeviceConfiguration
  requests?: string[]
}
export interface DeviceClass {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec: DeviceClassSpec
}
export interface DeviceClassConfiguration {
  opaque?: OpaqueDeviceConfiguration
}
export interface DeviceClassList {
  apiVersion?: string
  items: DeviceClass[]
  kind?: string
  metadata: ListMeta
}
export interface DeviceClassSpec {
  config?: DeviceClassConfiguration[]
  extendedResourceName?: string
  selectors?: DeviceSelector[]
}
export interface DeviceConstraint {
  distinctAttribute?: string
  matchAttribute?: string
  requests?: string[]
}
export interface DeviceCounterConsumption {
  counterSet: string
  counters: { [key: string]: Counter }
}
export interface DeviceRequest {
  exactly?: ExactDeviceRequest
  firstAvailable?: DeviceSubRequest[]
  name: string
}
export interface DeviceRequestAllocationResult {
  adminAccess?: boolean
  bindingConditions?: string[]
  bindingFailureConditions?: string[]
  consumedCapacity?: { [key: string]: string }
  device: string
  driver: string
  pool: string
  request: string
  shareID?: string
  tolerations?: DeviceToleration[]
}
export interface DeviceSelector {
  cel?: CELDeviceSelector
}
export interface DeviceSubRequest {
  allocationMode?: string
  capacity?: CapacityRequirements
  count?: number
  deviceClassName: string
  name: string
  selectors?: DeviceSelector[]
  tolerations?: DeviceToleration[]
}
export interface DeviceTaint {
  effect: string
  key: string
  timeAdded?: string
  value?: string
}
export interface DeviceToleration {
  effect?: string
  key?: string
  operator?: string
  tolerationSeconds?: number
  value?: string
}
export interface ExactDeviceRequest {
  adminAccess?: boolean
  allocationMode?: string
  capacity?: CapacityRequirements
  count?: number
  deviceClassName: string
  selectors?: DeviceSelector[]
  tolerations?: DeviceToleration[]
}
export interface NetworkDeviceData {
  hardwareAddress?: string
  interfaceName?: string
  ips?: string[]
}
export interface OpaqueDeviceConfiguration {
  driver: string
  parameters: unknown
}
export interface ResourceResourceClaim {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec: ResourceClaimSpec
  status?: ResourceClaimStatus
}
export interface ResourceClaimConsumerReference {
  apiGroup?: string
  name: string
  resource: string
  uid: string
}
export interface ResourceClaimList {
  apiVersion?: string
  items: ResourceResourceClaim[]
  kind?: string
  metadata: ListMeta
}
export interface ResourceClaimSpec {
  devices?: DeviceClaim
}
export interface ResourceClaimStatus {
  allocation?: AllocationResult
  devices?: AllocatedDeviceStatus[]
  reservedFor?: ResourceClaimConsumerReference[]
}
export interface ResourceClaimTemplate {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec: ResourceClaimTemplateSpec
}
export interface ResourceClaimTemplateList {
  apiVersion?: string
  items: ResourceClaimTemplate[]
  kind?: string
  metadata: ListMeta
}
export interface ResourceClaimTemplateSpec {
  metadata?: ObjectMeta
  spec: ResourceClaimSpec
}
export interface ResourcePool {
  generation: number
  name: string
  resourceSliceCount: number
}
export interface ResourceSlice {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec: ResourceSliceSpec
}
export interface ResourceSliceList {
  apiVersion?: string
  items: ResourceSlice[]
  kind?: string
  metadata: ListMeta
}
export interface ResourceSliceSpec {
  allNodes?: boolean
  devices?: Device[]
  driver: string
  nodeName?: string
  nodeSelector?: NodeSelector
  perDeviceNodeSelection?: boolean
  pool: ResourcePool
  sharedCounters?: CounterSet[]
}
export interface PriorityClass {
  apiVersion?: string
  description?: string
  globalDefault?: boolean
  kind?: string
  metadata: ObjectMeta
  preemptionPolicy?: string
  value: number
}
export interface PriorityClassList {
  apiVersion?: string
  items: PriorityClass[]
  kind?: string
  metadata: ListMeta
}
export interface CSIDriver {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec: CSIDriverSpec
}
export interface CSIDriverList {
  apiVersion?: string
  items: CSIDriver[]
  kind?: string
  metadata: ListMeta
}
export interface CSIDriverSpec {
  attachRequired?: boolean
  fsGroupPolicy?: string
  nodeAllocatableUpdatePeriodSeconds?: number
  podInfoOnMount?: boolean
  requiresRepublish?: boolean
  seLinuxMount?: boolean
  serviceAccountTokenInSecrets?: boolean
  storageCapacity?: boolean
  tokenRequests?: TokenRequest[]
  volumeLifecycleModes?: string[]
}
export interface CSINode {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec: CSINodeSpec
}
export interface CSINodeDriver {
  allocatable?: VolumeNodeResources
  name: string
  nodeID: string
  topologyKeys?: string[]
}
export interface CSINodeList {
  apiVersion?: string
  items: CSINode[]
  kind?: string
  metadata: ListMeta
}
export interface CSINodeSpec {
  drivers: CSINodeDriver[]
}
export interface CSIStorageCapacity {
  apiVersion?: string
  capacity?: string
  kind?: string
  maximumVolumeSize?: string
  metadata: ObjectMeta
  nodeTopology?: LabelSelector
  storageClassName: string
}
export interface CSIStorageCapacityList {
  apiVersion?: string
  items: CSIStorageCapacity[]
  kind?: string
  metadata: ListMeta
}
export interface StorageClass {
  allowVolumeExpansion?: boolean
  allowedTopologies?: TopologySelectorTerm[]
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  mountOptions?: string[]
  parameters?: { [key: string]: string }
  provisioner: string
  reclaimPolicy?: string
  volumeBindingMode?: string
}
export interface StorageClassList {
  apiVersion?: string
  items: StorageClass[]
  kind?: string
  metadata: ListMeta
}
export interface TokenRequest {
  audience: string
  expirationSeconds?: number
}
export interface VolumeAttachment {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec: VolumeAttachmentSpec
  status?: VolumeAttachmentStatus
}
export interface VolumeAttachmentList {
  apiVersion?: string
  items: VolumeAttachment[]
  kind?: string
  metadata: ListMeta
}
export interface VolumeAttachmentSource {
  inlineVolumeSpec?: PersistentVolumeSpec
  persistentVolumeName?: string
}
export interface VolumeAttachmentSpec {
  attacher: string
  nodeName: string
  source: VolumeAttachmentSource
}
export interface VolumeAttachmentStatus {
  attachError?: VolumeError
  attached: boolean
  attachmentMetadata?: { [key: string]: string }
  detachError?: VolumeError
}
export interface VolumeAttributesClass {
  apiVersion?: string
  driverName: string
  kind?: string
  metadata: ObjectMeta
  parameters?: { [key: string]: string }
}
export interface VolumeAttributesClassList {
  apiVersion?: string
  items: VolumeAttributesClass[]
  kind?: string
  metadata: ListMeta
}
export interface VolumeError {
  errorCode?: number
  message?: string
  time?: string
}
export interface VolumeNodeResources {
  count?: number
}
export interface CustomResourceColumnDefinition {
  description?: string
  format?: string
  jsonPath: string
  name: string
  priority?: number
  type: string
}
export interface CustomResourceConversion {
  strategy: string
  webhook?: WebhookConversion
}
export interface CustomResourceDefinition {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec: CustomResourceDefinitionSpec
  status?: CustomResourceDefinitionStatus
}
export interface CustomResourceDefinitionCondition {
  lastTransitionTime?: string
  message?: string
  observedGeneration?: number
  reason?: string
  status: string
  type: string
}
export interface CustomResourceDefinitionList {
  apiVersion?: string
  items: CustomResourceDefinition[]
  kind?: string
  metadata: ListMeta
}
export interface CustomResourceDefinitionNames {
  categories?: string[]
  kind: string
  listKind?: string
  plural: string
  shortNames?: string[]
  singular?: string
}
export interface CustomResourceDefinitionSpec {
  conversion?: CustomResourceConversion
  group: string
  names: CustomResourceDefinitionNames
  preserveUnknownFields?: boolean
  scope: string
  versions: CustomResourceDefinitionVersion[]
}
export interface CustomResourceDefinitionStatus {
  acceptedNames?: CustomResourceDefinitionNames
  conditions?: CustomResourceDefinitionCondition[]
  observedGeneration?: number
  storedVersions?: string[]
}
export interface CustomResourceDefinitionVersion {
  additionalPrinterColumns?: CustomResourceColumnDefinition[]
  deprecated?: boolean
  deprecationWarning?: string
  name: string
  schema?: CustomResourceValidation
  selectableFields?: SelectableField[]
  served: boolean
  storage: boolean
  subresources?: CustomResourceSubresources
}
export interface CustomResourceSubresourceScale {
  labelSelectorPath?: string
  specReplicasPath: string
  statusReplicasPath: string
}
export interface CustomResourceSubresourceStatus {
}
export interface CustomResourceSubresources {
  scale?: CustomResourceSubresourceScale
  status?: CustomResourceSubresourceStatus
}
export interface CustomResourceValidation {
  openAPIV3Schema?: JSONSchemaProps
}
export interface ExternalDocumentation {
  description?: string
  url?: string
}
export interface JSONSchemaProps {
  "$ref"?: string
  "$schema"?: string
  additionalItems?: unknown
  additionalProperties?: unknown
  allOf?: JSONSchemaProps[]
  anyOf?: JSONSchemaProps[]
  default?: unknown
  definitions?: { [key: string]: JSONSchemaProps }
  dependencies?: { [key: string]: unknown }
  description?: string
  enum?: unknown[]
  example?: unknown
  exclusiveMaximum?: boolean
  exclusiveMinimum?: boolean
  externalDocs?: ExternalDocumentation
  format?: string
  id?: string
  items?: unknown
  maxItems?: number
  maxLength?: number
  maxProperties?: number
  maximum?: number
  minItems?: number
  minLength?: number
  minProperties?: number
  minimum?: number
  multipleOf?: number
  not?: JSONSchemaProps
  nullable?: boolean
  oneOf?: JSONSchemaProps[]
  pattern?: string
  patternProperties?: { [key: string]: JSONSchemaProps }
  properties?: { [key: string]: JSONSchemaProps }
  required?: string[]
  title?: string
  type?: string
  uniqueItems?: boolean
  "x-kubernetes-embedded-resource"?: boolean
  "x-kubernetes-int-or-string"?: boolean
  "x-kubernetes-list-map-keys"?: string[]
  "x-kubernetes-list-type"?: string
  "x-kubernetes-map-type"?: string
  "x-kubernetes-preserve-unknown-fields"?: boolean
  "x-kubernetes-validations"?: ValidationRule[]
}
export interface SelectableField {
  jsonPath: string
}
export interface ApiextensionsServiceReference {
  name: string
  namespace: string
  path?: string
  port?: number
}
export interface ValidationRule {
  fieldPath?: string
  message?: string
  messageExpression?: string
  optionalOldSelf?: boolean
  reason?: string
  rule: string
}
export interface ApiextensionsWebhookClientConfig {
  caBundle?: string
  service?: ApiextensionsServiceReference
  url?: string
}
export interface WebhookConversion {
  clientConfig?: ApiextensionsWebhookClientConfig
  conversionReviewVersions: string[]
}
export interface APIGroup {
  apiVersion?: string
  kind?: string
  name: string
  preferredVersion?: GroupVersionForDiscovery
  serverAddressByClientCIDRs?: ServerAddressByClientCIDR[]
  versions: GroupVersionForDiscovery[]
}
export interface APIGroupList {
  apiVersion?: string
  groups: APIGroup[]
  kind?: string
}
export interface APIResource {
  categories?: string[]
  group?: string
  kind: string
  name: string
  namespaced: boolean
  shortNames?: string[]
  singularName: string
  storageVersionHash?: string
  verbs: string[]
  version?: string
}
export interface APIResourceList {
  apiVersion?: string
  groupVersion: string
  kind?: string
  resources: APIResource[]
}
export interface APIVersions {
  apiVersion?: string
  kind?: string
  serverAddressByClientCIDRs: ServerAddressByClientCIDR[]
  versions: string[]
}
export interface Condition {
  lastTransitionTime: string
  message: string
  observedGeneration?: number
  reason: string
  status: string
  type: string
}
export interface DeleteOptions {
  apiVersion?: string
  dryRun?: string[]
  gracePeriodSeconds?: number
  ignoreStoreReadErrorWithClusterBreakingPotential?: boolean
  kind?: string
  orphanDependents?: boolean
  preconditions?: Preconditions
  propagationPolicy?: string
}
export interface FieldSelectorRequirement {
  key: string
  operator: string
  values?: string[]
}
export interface GroupVersionForDiscovery {
  groupVersion: string
  version: string
}
export interface LabelSelector {
  matchExpressions?: LabelSelectorRequirement[]
  matchLabels?: { [key: string]: string }
}
export interface LabelSelectorRequirement {
  key: string
  operator: string
  values?: string[]
}
export interface ListMeta {
  continue?: string
  remainingItemCount?: number
  resourceVersion?: string
  selfLink?: string
}
export interface ManagedFieldsEntry {
  apiVersion?: string
  fieldsType?: string
  fieldsV1?: unknown
  manager?: string
  operation?: string
  subresource?: string
  time?: string
}
export interface ObjectMeta {
  annotations?: { [key: string]: string }
  creationTimestamp?: string
  deletionGracePeriodSeconds?: number
  deletionTimestamp?: string
  finalizers?: string[]
  generateName?: string
  generation?: number
  labels?: { [key: string]: string }
  managedFields?: ManagedFieldsEntry[]
  name?: string
  namespace?: string
  ownerReferences?: OwnerReference[]
  resourceVersion?: string
  selfLink?: string
  uid?: string
}
export interface OwnerReference {
  apiVersion: string
  blockOwnerDeletion?: boolean
  controller?: boolean
  kind: string
  name: string
  uid: string
}
export interface Preconditions {
  resourceVersion?: string
  uid?: string
}
export interface ServerAddressByClientCIDR {
  clientCIDR: string
  serverAddress: string
}
export interface Status {
  apiVersion?: string
  code?: number
  details?: StatusDetails
  kind?: string
  message?: string
  metadata: ListMeta
  reason?: string
  status?: string
}
export interface StatusCause {
  field?: string
  message?: string
  reason?: string
}
export interface StatusDetails {
  causes?: StatusCause[]
  group?: string
  kind?: string
  name?: string
  retryAfterSeconds?: number
  uid?: string
}
export interface WatchEvent {
  object: unknown
  type: string
}
export interface Info {
  buildDate: string
  compiler: string
  emulationMajor?: string
  emulationMinor?: string
  gitCommit: string
  gitTreeState: string
  gitVersion: string
  goVersion: string
  major: string
  minCompatibilityMajor?: string
  minCompatibilityMinor?: string
  minor: string
  platform: string
}
export interface APIService {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
  spec?: APIServiceSpec
  status?: APIServiceStatus
}
export interface APIServiceCondition {
  lastTransitionTime?: string
  message?: string
  reason?: string
  status: string
  type: string
}
export interface APIServiceList {
  apiVersion?: string
  items: APIService[]
  kind?: string
  metadata: ListMeta
}
export interface APIServiceSpec {
  caBundle?: string
  group?: string
  groupPriorityMinimum: number
  insecureSkipTLSVerify?: boolean
  service?: ApiregistrationServiceReference
  version?: string
  versionPriority: number
}
export interface APIServiceStatus {
  conditions?: APIServiceCondition[]
}
export interface ApiregistrationServiceReference {
  name?: string
  namespace?: string
  port?: number
}
