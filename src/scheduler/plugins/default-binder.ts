// DefaultBinder: binds a pod through the API server's binding subresource.
// Mirrors pkg/scheduler/framework/plugins/defaultbinder/default_binder.go (v1.36).

import { keyOf } from '../../model/objects.ts';
import type { Plugin } from '../framework.ts';

export const defaultBinder: Plugin = {
  name: 'DefaultBinder',
  bind(pod, node) {
    return { verb: 'bind', kind: 'Pod', key: keyOf(pod), uid: pod.metadata.uid, node };
  },
};
