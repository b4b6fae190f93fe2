// Calls one tool with each client; see mcp-clients.
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const [url, tool, json, ...command] = process.argv.slice(2);
const run = promisify(execFile);
const call = { name: tool, arguments: JSON.parse(json) };
const info = { name: 'axiom-samples', version: '1.0.0' };
const inspectorMain = join(
  dirname(fileURLToPath(import.meta.url)), 'node_modules/.bin/mcp-inspector');

async function first() {
  const client = new FirstClient(info);
  await client.connect(new FirstTransport(new URL(url)));
  const result = await client.callTool(call);
  await client.close();
  return result;
}

async function second(mode, revision) {
  const client = new Client(info, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  const agreed = client.getNegotiatedProtocolVersion();
  if (agreed !== revision) {
    throw new Error(`expected revision ${revision}, agreed on ${agreed}`);
  }
  const result = await client.callTool(call);
  await client.close();
  return result;
}

async function inspector(...place) {
  const options = ['--cli', '--method', 'tools/call', '--tool-name', tool,
    '--tool-args-json', json, '--format', 'json', '-q'];
  const { stdout } = await run(process.execPath, [inspectorMain, ...options, ...place]);
  return JSON.parse(stdout).result;
}

async function curl(fields, meta) {
  const params = { ...call, ...meta };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  const headers = ['Content-Type: application/json', ...fields].flatMap((line) => ['-H', line]);
  const { stdout } = await run('curl', ['-sS', '--fail-with-body', url, ...headers, '-d', body]);
  return JSON.parse(stdout).result;
}

const newer = '2026-07-28';
const clients = {
  'typescript 1': () => first(),
  'typescript 2, auto': () => second('auto', newer),
  [`typescript 2, ${newer}`]: () => second({ pin: newer }, newer),
  'typescript 2, legacy': () => second('legacy', '2025-11-25'),
  'inspector, legacy': () => inspector(url, '--protocol-era', 'legacy'),
  'inspector, modern': () => inspector(url, '--protocol-era', 'modern'),
  'curl, legacy': () => curl(['MCP-Protocol-Version: 2025-11-25'], {}),
  'curl, modern': () => curl(
    [`MCP-Protocol-Version: ${newer}`, 'Mcp-Method: tools/call', `Mcp-Name: ${tool}`],
    { _meta: {
      'io.modelcontextprotocol/protocolVersion': newer,
      'io.modelcontextprotocol/clientCapabilities': {},
    } }),
};
if (command.length > 0) {
  clients['inspector, stdio'] = () => inspector('--', ...command);
}

// All at once: most of them wait for their own start.
await Promise.all(Object.entries(clients).map(async ([name, ask]) => {
  try {
    console.log(`${name}\t${JSON.stringify((await ask()).structuredContent)}`);
  } catch (error) {
    console.error(`${name}: ${error.stack}`);
    process.exitCode = 1;
  }
}));
