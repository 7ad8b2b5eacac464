/** The engine lies in the page as text; it runs in a worker that is made of it. */
import { EngineClient } from './client.ts';

let client: EngineClient | null = null;

/** The one of this page, started when it is first asked for. */
export function engineOfPage(): EngineClient {
  client ??= new EngineClient(document.getElementById('engine')?.textContent ?? '');
  return client;
}
