/** Asks a server one of ZooKeeper's four-letter words: a connection of its own, the word, the answer up to the close. */
import { connect } from 'node:net';

/** Null when nobody listens, the connection is reset, or no answer has ended within `withinMs`. */
export function askWord(port: number, word: string, withinMs = 5000): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const end = (answer: string | null): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(withinMs, () => end(null));
    // The server may hang up by a reset; what it has said before counts.
    const all = (): void => end(chunks.length === 0 ? null : Buffer.concat(chunks).toString('latin1'));
    socket.on('error', all);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', all);
    socket.on('connect', () => socket.write(word));
  });
}

/** `leader`, `follower`, `standalone` ..., as srvr tells it; null while a server serves nobody. */
export async function modeOf(port: number): Promise<string | null> {
  const answer = await askWord(port, 'srvr');
  return /^Mode: (.*)$/m.exec(answer ?? '')?.[1] ?? null;
}
