// What a label key and a label value may look like, with the API server's own texts for what they may not.
//
// Mirrors staging/src/k8s.io/apimachinery/pkg/api/validate/content/kube.go, dns.go, errors.go (v1.36).

const NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const VALUE = `(${NAME})?`;
const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS_SUBDOMAIN = `${DNS_LABEL}(\\.${DNS_LABEL})*`;

const DNS_1035_LABEL = '[a-z]([-a-z0-9]*[a-z0-9])?';

const NAME_PATTERN = new RegExp(`^${NAME}$`);
const VALUE_PATTERN = new RegExp(`^${VALUE}$`);
const DNS_LABEL_PATTERN = new RegExp(`^${DNS_LABEL}$`);
const DNS_1035_PATTERN = new RegExp(`^${DNS_1035_LABEL}$`);
const DNS_SUBDOMAIN_PATTERN = new RegExp(`^${DNS_SUBDOMAIN}$`);

const NAME_MAX_BYTES = 63;
const DNS_LABEL_MAX = 63;
const SUBDOMAIN_MAX = 253;

const NAME_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', " +
  'and must start and end with an alphanumeric character';
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', " +
  'and must start and end with an alphanumeric character';
const DNS_LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', " +
  'and must start and end with an alphanumeric character';

const DNS_1035_RULE =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, " +
  'and end with an alphanumeric character';

/** What is wrong with a label key (also called a qualified name): no lines when it is right. */
export function labelKeyErrors(key: string): readonly string[] {
  const nameError = regexError(NAME_RULE, NAME, ['MyName', 'my.name', '123-abc']);
  const parts = key.split('/');
  if (parts.length > 2) {
    return [`a valid label key ${nameError} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const errors: string[] = [];
  const prefix = parts.length === 2 ? parts[0] : undefined;
  const name = parts[parts.length - 1] ?? '';
  if (prefix === '') errors.push('prefix part must be non-empty');
  else if (prefix !== undefined) errors.push(...dnsSubdomainErrors(prefix).map((text) => `prefix part ${text}`));
  if (name === '') errors.push('name part must be non-empty');
  else if (utf8Length(name) > NAME_MAX_BYTES) errors.push(`name part ${maxLengthError(NAME_MAX_BYTES)}`);
  if (!NAME_PATTERN.test(name)) errors.push(`name part ${nameError}`);
  return errors;
}

/** What is wrong with a label value. */
export function labelValueErrors(value: string): readonly string[] {
  const errors: string[] = [];
  if (utf8Length(value) > NAME_MAX_BYTES) errors.push(maxLengthError(NAME_MAX_BYTES));
  if (!VALUE_PATTERN.test(value)) errors.push(regexError(VALUE_RULE, VALUE, ['MyValue', 'my_value', '12345']));
  return errors;
}

/** What is wrong with an RFC 1123 subdomain (names of most objects). */
export function dnsSubdomainErrors(value: string): readonly string[] {
  const errors: string[] = [];
  if (value.length > SUBDOMAIN_MAX) errors.push(`must be no more than ${SUBDOMAIN_MAX} characters`);
  if (!DNS_SUBDOMAIN_PATTERN.test(value)) errors.push(regexError(SUBDOMAIN_RULE, DNS_SUBDOMAIN, ['example.com']));
  return errors;
}

/** What is wrong with an RFC 1123 label (names of namespaces, containers, volumes). */
export function dnsLabelErrors(value: string): readonly string[] {
  const errors: string[] = [];
  if (value.length > DNS_LABEL_MAX) errors.push(`must be no more than ${DNS_LABEL_MAX} characters`);
  if (DNS_LABEL_PATTERN.test(value)) return errors;
  if (DNS_SUBDOMAIN_PATTERN.test(value)) errors.push('must not contain dots');
  else errors.push(regexError(DNS_LABEL_RULE, DNS_LABEL, ['my-name', '123-abc']));
  return errors;
}

/** What is wrong with an RFC 1035 label (the names that a definition of a kind gives). */
export function dns1035LabelErrors(value: string): readonly string[] {
  const errors: string[] = [];
  if (value.length > DNS_LABEL_MAX) errors.push(`must be no more than ${DNS_LABEL_MAX} characters`);
  if (!DNS_1035_PATTERN.test(value)) errors.push(regexError(DNS_1035_RULE, DNS_1035_LABEL, ['my-name', 'abc-123']));
  return errors;
}

function maxLengthError(bytes: number): string {
  return `must be no more than ${bytes} bytes`;
}

function regexError(rule: string, pattern: string, examples: readonly string[]): string {
  const given = examples.map((example) => `'${example}', `).join(' or ');
  return `${rule} (e.g. ${given}regex used for validation is '${pattern}')`;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** `zone` of `topology.kubernetes.io/zone`: the domains of Kubernetes say nothing here. */
export function shortKey(key: string): string {
  return key.replace(/^[a-z.]*kubernetes\.io\//, '');
}
