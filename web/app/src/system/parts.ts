import { lazy, type ComponentType } from 'react';

/** The parts of the system pages in the order of the menu; the first is what /system shows. Each is a chunk of its own. */
export const parts: { name: string; Part: ComponentType }[] = [
  { name: 'health', Part: lazy(async () => ({ default: (await import('./health/HealthPart')).HealthPart })) },
  { name: 'peers', Part: lazy(async () => ({ default: (await import('./peers/PeersPart')).PeersPart })) },
  { name: 'sends', Part: lazy(async () => ({ default: (await import('./sends/SendsPart')).SendsPart })) },
  { name: 'storage', Part: lazy(async () => ({ default: (await import('./storage/StoragePart')).StoragePart })) },
  { name: 'integrity', Part: lazy(async () => ({ default: (await import('./integrity/IntegrityPart')).IntegrityPart })) },
  { name: 'lifecycle', Part: lazy(async () => ({ default: (await import('./lifecycle/LifecyclePart')).LifecyclePart })) },
  { name: 'settings', Part: lazy(async () => ({ default: (await import('./settings/SettingsPart')).SettingsPart })) },
  { name: 'audit', Part: lazy(async () => ({ default: (await import('./audit/AuditPart')).AuditPart })) },
];
