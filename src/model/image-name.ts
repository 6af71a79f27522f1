// The tag of a container image's name: it decides the default pull policy.
//
// A name that is not a valid reference has no tag, and so counts like a pinned one.
// Mirrors pkg/util/parsers/parsers.go, ParseImageName, and the reference grammar it relies on (v1.36).

const DOMAIN_PART = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = `${DOMAIN_PART}(?:\\.${DOMAIN_PART})*(?::[0-9]+)?`;
const PATH_PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(`^(?:${DOMAIN}/)?${PATH_PART}(?:/${PATH_PART})*(?::(${TAG}))?(?:@(${DIGEST}))?$`);

/** The tag: `latest` where neither tag nor digest is given, empty where there is a digest only or no valid name. */
export function imageTag(image: string): string {
  const match = REFERENCE.exec(image);
  if (match === null || /^[0-9a-f]{64}$/.test(image)) return '';
  return match[1] ?? (match[2] === undefined ? 'latest' : '');
}

/** True if the text names an image: the kubelet refuses to pull any other (InvalidImageName). */
export function isImageReference(image: string): boolean {
  return REFERENCE.test(image);
}

/** The pull policy that the API server writes into a container that has none. */
export function defaultPullPolicy(image: string | undefined): 'Always' | 'IfNotPresent' {
  return imageTag(image ?? '') === 'latest' ? 'Always' : 'IfNotPresent';
}
