/** The npm package node-zookeeper-client with promises instead of callbacks. */
import type { Socket } from 'node:net';
import zookeeper, {
  type ACL,
  type Client,
  type Event,
  type Exception,
  type Stat,
  type Transaction,
} from 'node-zookeeper-client';

/** The three lists that the types leave out. */
const { OPEN_ACL_UNSAFE, CREATOR_ALL_ACL, READ_ACL_UNSAFE } = zookeeper.ACL as unknown as Record<string, ACL[]>;
export const OPEN = OPEN_ACL_UNSAFE as ACL[];
export const CREATOR_ALL = CREATOR_ALL_ACL as ACL[];
export const READ_ONLY = READ_ACL_UNSAFE as ACL[];

type Done<T extends unknown[]> = (error: Error | Exception | null, ...values: T) => void;

/** What the package has and its types have not. */
interface Untyped {
  listSubTreeBFS(path: string, done: Done<[string[]]>): void;
  removeRecursive(path: string, done: Done<[]>): void;
  connectionManager: { socket: Socket };
}

/** Answers one question: its values, or the name of the exception. */
function ask<T extends unknown[]>(question: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    question((error, ...values) => {
      if (error === null || error === undefined) resolve(values);
      else reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
}

export interface ClientOptions {
  readonly sessionTimeout?: number;
}

export class TestClient {
  readonly client: Client & Untyped;
  readonly events: string[] = [];

  constructor(
    connectString: string,
    options: { sessionTimeout?: number; sessionId?: Buffer; sessionPassword?: Buffer },
  ) {
    this.client = zookeeper.createClient(connectString, { spinDelay: 1, retries: 0, ...options }) as Client & Untyped;
    for (const event of ['connected', 'disconnected', 'expired', 'authenticationFailed']) {
      this.client.on(event, () => this.events.push(event));
    }
  }

  static async connect(connectString: string, options: ClientOptions = {}): Promise<TestClient> {
    const made = new TestClient(connectString, options);
    const connected = made.until('connected');
    made.client.connect();
    await connected;
    return made;
  }

  /** The next event of that name. */
  until(event: 'connected' | 'disconnected' | 'expired' | 'authenticationFailed'): Promise<void> {
    return new Promise((resolve) => void this.client.once(event, resolve));
  }

  async close(): Promise<void> {
    const gone = this.until('disconnected');
    this.client.close();
    await gone;
  }

  /** The connection breaks; the client makes another. */
  async breakConnection(): Promise<void> {
    const lost = this.until('disconnected');
    this.client.connectionManager.socket.destroy();
    await lost;
  }

  get session(): string {
    return this.client.getSessionId().toString('hex');
  }

  async create(
    path: string,
    data: string | null = null,
    options: { acl?: ACL[]; mode?: number } = {},
  ): Promise<string> {
    const { acl = OPEN, mode = zookeeper.CreateMode.PERSISTENT } = options;
    const bytes = data === null ? (null as unknown as Buffer) : Buffer.from(data);
    const [made] = await ask<[string]>((done) => this.client.create(path, bytes, acl, mode, done));
    return made;
  }

  async exists(path: string, watcher?: (event: Event) => void): Promise<Stat | null> {
    const [stat] = await ask<[Stat | null]>((done) =>
      watcher === undefined ? this.client.exists(path, done) : this.client.exists(path, watcher, done),
    );
    return stat;
  }

  async getData(path: string, watcher?: (event: Event) => void): Promise<{ data: string | null; stat: Stat }> {
    const [data, stat] = await ask<[Buffer | null, Stat]>((done) =>
      watcher === undefined ? this.client.getData(path, done) : this.client.getData(path, watcher, done),
    );
    return { data: data?.toString() ?? null, stat };
  }

  async setData(path: string, data: string | null, version = -1): Promise<Stat> {
    const bytes = data === null ? null : Buffer.from(data);
    const [stat] = await ask<[Stat]>((done) => this.client.setData(path, bytes, version, done));
    return stat;
  }

  async getChildren(path: string, watcher?: (event: Event) => void): Promise<{ children: string[]; stat: Stat }> {
    const [children, stat] = await ask<[string[], Stat]>((done) =>
      watcher === undefined ? this.client.getChildren(path, done) : this.client.getChildren(path, watcher, done),
    );
    return { children: children.sort(), stat };
  }

  async remove(path: string, version = -1): Promise<void> {
    await ask<[]>((done) => this.client.remove(path, version, done));
  }

  async getAcl(path: string): Promise<{ acl: string[]; stat: Stat }> {
    const [acl, stat] = await ask<[ACL[], Stat]>((done) => this.client.getACL(path, done));
    return { acl: acl.map(showAcl), stat };
  }

  async setAcl(path: string, acl: ACL[], version = -1): Promise<Stat> {
    const [stat] = await ask<[Stat]>((done) => this.client.setACL(path, acl, version, done));
    return stat;
  }

  async mkdirp(path: string): Promise<string> {
    const [made] = await ask<[string]>((done) => this.client.mkdirp(path, done));
    return made;
  }

  /** All of a transaction, or its error. */
  async commit(fill: (transaction: Transaction) => Transaction): Promise<unknown> {
    const [results] = await ask<[unknown]>((done) => fill(this.client.transaction()).commit(done));
    return results;
  }

  async subtree(path: string): Promise<string[]> {
    const [paths] = await ask<[string[]]>((done) => this.client.listSubTreeBFS(path, done));
    return paths;
  }

  async removeRecursive(path: string): Promise<void> {
    await ask<[]>((done) => this.client.removeRecursive(path, done));
  }
}

/** The types call the permission by another name. */
function showAcl(acl: ACL): string {
  const { permission, id } = acl as ACL & { permission: number };
  return `${id.scheme}:${id.id}:${permission}`;
}

/** The next event of a watcher, as `NODE_CREATED /path`. */
export function watcher(): { readonly watch: (event: Event) => void; readonly fired: Promise<string> } {
  let resolve: (text: string) => void;
  const fired = new Promise<string>((done) => (resolve = done));
  return { watch: (event) => resolve(`${event.getName()} ${event.getPath()}`), fired };
}
