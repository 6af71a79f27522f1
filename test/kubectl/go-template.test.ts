// Go templates, as `-o go-template` fills them in.

import { describe, expect, it } from 'vitest';
import { formatGoTemplate } from '../../src/kubectl/go-template.ts';
import { parseGoTemplate } from '../../src/kubectl/go-template-parser.ts';

const POD = {
  kind: 'Pod',
  metadata: { name: 'web', labels: { tier: 'front', app: 'web' } },
  status: { ready: true, restarts: 0, ips: ['10.0.0.1', '10.0.0.2'] },
};

function textOf(template: string): string {
  const parsed = parseGoTemplate(template);
  if (!parsed.ok) return `parse: ${parsed.error}`;
  const text = formatGoTemplate(parsed.value, POD);
  return text.ok ? text.value : `error: ${text.error}`;
}

describe('go-template', () => {
  it.each<[string, string]>([
    ['{{.metadata.name}} is a {{.kind}}', 'web is a Pod'],
    ['{{range .status.ips}}{{.}} {{end}}', '10.0.0.1 10.0.0.2 '],
    ['{{range $i, $ip := .status.ips}}{{$i}}={{$ip}};{{end}}', '0=10.0.0.1;1=10.0.0.2;'],
    ['{{range $k, $v := .metadata.labels}}{{$k}}:{{$v}} {{end}}', 'app:web tier:front '],
    ['{{range .nothing}}x{{else}}none{{end}}', 'none'],
    ['{{if .status.restarts}}some{{else if .status.ready}}ready{{else}}no{{end}}', 'ready'],
    ['{{with .metadata}}{{.name}}{{end}}', 'web'],
    ['{{$n := .metadata.name}}{{with .status}}{{$n}} {{$.kind}}{{end}}', 'web Pod'],
    ['a {{- .kind -}} b', 'aPodb'],
    ['{{/* nothing */}}x', 'x'],
    ['{{len .status.ips}} {{index .status.ips 1}} {{index .metadata.labels "app"}}', '2 10.0.0.2 web'],
    ['{{printf "%-5s|%3d" .kind 7}}', 'Pod  |  7'],
    ['{{.metadata.name | printf "%q"}}', '"web"'],
    ['{{if and (eq .kind "Pod") (gt (len .status.ips) 1)}}yes{{end}}', 'yes'],
    ['{{if or .nothing (not .status.ready)}}yes{{else}}no{{end}}', 'no'],
    ['{{.status.nothing}}', '<no value>'],
    ['{{.metadata.labels}}', 'map[app:web tier:front]'],
    ['{{base64decode "YWI="}} {{exists . "status" "ips" 0}}', 'ab true'],
    ['{{.kind.name}}', "error: can't evaluate field name in type string"],
    ['{{.nothing.name}}', 'error: nil data; no entry for key "name"'],
    ['{{index .status.ips 5}}', 'error: error calling index: index out of range: 5'],
    ['{{nope .}}', 'error: function "nope" not defined'],
    ['{{if .kind}}', 'parse: unexpected EOF'],
    ['{{end}}', 'parse: unexpected {{end}}'],
    ['{{.kind', 'parse: unclosed action'],
    ['{{.kind |}}', 'parse: missing value for command'],
  ])('%s', (template, expected) => {
    expect(textOf(template)).toBe(expected);
  });
});
