// An MCP server of the official TypeScript SDK on standard input and output.
// node typescript-server.mjs NODE_MODULES
import { pathToFileURL } from 'node:url';

const sdk = (path) =>
  import(pathToFileURL(`${process.argv[2]}/@modelcontextprotocol/sdk/dist/esm/${path}`).href);
const { McpServer } = await sdk('server/mcp.js');
const { StdioServerTransport } = await sdk('server/stdio.js');
const { z } = await import(pathToFileURL(`${process.argv[2]}/zod/index.js`).href);

const server = new McpServer({ name: 'typescript', version: '1.2.3' });
server.registerTool(
  'add numbers/exactly',
  {
    title: 'Adds',
    description: 'Adds two numbers.',
    inputSchema: { a: z.number(), b: z.number() },
    outputSchema: { sum: z.number() },
    annotations: { readOnlyHint: true },
  },
  async ({ a, b }) => ({
    content: [{ type: 'text', text: `${a + b}` }],
    structuredContent: { sum: a + b },
  }),
);
server.registerTool(
  'ask',
  { description: 'Asks the user for a name.', inputSchema: {} },
  async () => {
    const answer = await server.server.elicitInput({
      message: 'Who are you?',
      requestedSchema: { type: 'object', properties: { name: { type: 'string' } } },
    });
    return { content: [{ type: 'text', text: `${answer.action}: ${answer.content?.name}` }] };
  },
);
server.registerTool(
  'grow',
  { description: 'Adds a tool.', inputSchema: {} },
  async () => {
    server.registerTool('grown', { description: 'Came later.', inputSchema: {} }, async () => ({
      content: [{ type: 'text', text: 'here' }],
    }));
    return { content: [] };
  },
);
console.error('ready');
await server.connect(new StdioServerTransport());
