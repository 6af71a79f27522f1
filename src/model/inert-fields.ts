// Fields of the API that the model reads past without loss: the table of what is simplified names those that are
// missed, this list those that are not. Between them and the model every known field is accounted for: see the test.

import { fieldsOf } from './fidelity.ts';

/**
 * Fields that only the program in a container would see, or tools: they are stored and shown, and nothing that is
 * modelled would go another way with them.
 */
export const WITHOUT_CONSEQUENCE: readonly string[] = [
  ...fieldsOf('AWSElasticBlockStoreVolumeSource', 'fsType partition'),
  ...fieldsOf(
    'CSIDriverSpec',
    'attachRequired fsGroupPolicy nodeAllocatableUpdatePeriodSeconds podInfoOnMount preventPodSchedulingIfMissing',
    'requiresRepublish seLinuxMount serviceAccountTokenInSecrets tokenRequests volumeLifecycleModes',
  ),
  ...fieldsOf('CSINodeDriver', 'nodeID topologyKeys'),
  ...fieldsOf(
    'CSIPersistentVolumeSource',
    'controllerExpandSecretRef controllerPublishSecretRef fsType nodeExpandSecretRef nodePublishSecretRef',
    'nodeStageSecretRef volumeAttributes',
  ),
  ...fieldsOf('CSIVolumeSource', 'fsType nodePublishSecretRef volumeAttributes'),
  ...fieldsOf('ConfigMapVolumeSource', 'defaultMode'),
  ...fieldsOf(
    'Container',
    'stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeMounts workingDir',
  ),
  ...fieldsOf('EmptyDirVolumeSource', 'medium'),
  ...fieldsOf('Endpoint', 'deprecatedTopology'),
  ...fieldsOf('EnvVarSource', 'fieldRef resourceFieldRef'),
  ...fieldsOf('GCEPersistentDiskVolumeSource', 'fsType partition'),
  ...fieldsOf('HTTPGetAction', 'httpHeaders'),
  ...fieldsOf(
    'ISCSIVolumeSource',
    'chapAuthDiscovery chapAuthSession fsType initiatorName iscsiInterface lun portals secretRef targetPortal',
  ),
  ...fieldsOf('KeyToPath', 'mode'),
  ...fieldsOf('NodeSpec', 'configSource externalID providerID'),
  ...fieldsOf(
    'PersistentVolumeSpec',
    'awsElasticBlockStore azureDisk azureFile cephfs cinder fc flexVolume flocker gcePersistentDisk glusterfs hostPath',
    'iscsi local mountOptions nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume',
  ),
  ...fieldsOf(
    'PodSpec',
    'dnsConfig dnsPolicy enableServiceLinks hostAliases hostname hostnameOverride setHostnameAsFQDN',
    'shareProcessNamespace subdomain',
  ),
  ...fieldsOf('ProjectedVolumeSource', 'defaultMode'),
  ...fieldsOf('RBDVolumeSource', 'fsType keyring secretRef user'),
  ...fieldsOf('SecretVolumeSource', 'defaultMode'),
  ...fieldsOf('ServiceAccount', 'imagePullSecrets secrets'),
  ...fieldsOf('StorageClass', 'mountOptions parameters'),
  ...fieldsOf('Volume', 'azureDisk azureFile cinder downwardAPI emptyDir portworxVolume vsphereVolume'),
  ...fieldsOf('VolumeAttachmentSource', 'inlineVolumeSpec'),
  ...fieldsOf('VolumeProjection', 'downwardAPI serviceAccountToken'),
];
