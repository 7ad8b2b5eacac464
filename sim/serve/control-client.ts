/** The other side of the control port: says a command, waits until it has taken effect. */
import { request } from 'node:http';
import { InputError } from '../record/input-error.ts';
import type { ControlFile } from './control-file.ts';
import type { ControlCommand } from './control-port.ts';

/** Rejects with an InputError when nobody is there, or the command is refused. */
export async function control({ host, port, token }: ControlFile, command: ControlCommand): Promise<unknown> {
  const { status, text } = await post(host, port, token, JSON.stringify(command));
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new InputError(`${host}:${port} does not answer as sim serve does.`);
  }
  if (status === 200) return body;
  const why = typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : text;
  throw new InputError(why.endsWith('.') ? why : `${why}.`);
}

function post(host: string, port: number, token: string, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = request({ host, port, method: 'POST', path: '/', headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', () => reject(gone(host, port)));
    });
    sent.on('error', () => reject(gone(host, port)));
    sent.end(body);
  });
}

function gone(host: string, port: number): InputError {
  return new InputError(`nobody answers at ${host}:${port}: sim serve is not running any more.`);
}
