/**
 * The leader-election recipe of ZooKeeper's documentation, as an application has it, with npm's node-zookeeper-client:
 * each candidate owns an ephemeral sequential node, the lowest leads, and each of the others watches the one before its
 * own. `leader-election.test.ts` lets it live through what a seed brings.
 */
import zookeeper, { type Client } from 'node-zookeeper-client';

const { CreateMode, ACL } = zookeeper;
const OPEN = (ACL as unknown as { OPEN_ACL_UNSAFE: zookeeper.ACL[] }).OPEN_ACL_UNSAFE;
const ROOT = '/election';

export class Candidate {
  readonly name: string;
  leads = false;
  protected client: Client | null = null;
  private readonly connectString: string;
  private readonly changed: () => void;
  private mine = '';

  /** `changed` is told whenever this candidate has come to know something. */
  constructor(name: string, connectString: string, changed: () => void) {
    this.name = name;
    this.connectString = connectString;
    this.changed = changed;
  }

  /** Null while it has none. */
  get session(): string | null {
    const id = this.client?.getSessionId().toString('hex') ?? '';
    return /[1-9a-f]/.test(id) ? `0x${id}` : null;
  }

  /** Whether it knows where it stands: leading, or waiting for the one before it. */
  get isSettled(): boolean {
    return this.mine !== '' && this.client?.getState() === zookeeper.State.SYNC_CONNECTED;
  }

  /**
   * Resolves when whatever has happened to its session until now is known here: a request was answered, or the connection
   * turned out to be gone and has come back, or cannot.
   */
  async hearsBack(): Promise<void> {
    const { client } = this;
    if (client === null || client.getState() === zookeeper.State.EXPIRED) return;
    await new Promise<void>((resolve) => {
      const heard = (): void => {
        client.off('disconnected', lost);
        client.off('connected', heard);
        client.off('expired', heard);
        resolve();
      };
      // The client asks again after a second; that it is connected again is known at once.
      const lost = (): void => {
        client.on('connected', heard);
      };
      client.on('disconnected', lost);
      client.on('expired', heard);
      client.exists(ROOT, heard);
    });
  }

  run(): void {
    const client = zookeeper.createClient(this.connectString, { sessionTimeout: 10_000, spinDelay: 5, retries: 10 });
    this.client = client;
    client.once('connected', () => this.join(client));
    client.on('disconnected', () => this.onDoubt());
    client.on('connected', () => this.look(client));
    client.on('expired', () => this.onExpired());
    client.connect();
  }

  stop(): void {
    this.client?.close();
    this.client = null;
  }

  /** Nobody knows how long it will take to come back, and whether the session will be there then. */
  protected onDoubt(): void {
    this.setLeads(false);
  }

  /** Its node is gone, and another may lead by now. All begins anew, with another session. */
  protected onExpired(): void {
    this.setLeads(false);
    this.mine = '';
    this.run();
  }

  protected setLeads(leads: boolean): void {
    this.leads = leads;
    this.changed();
  }

  private join(client: Client): void {
    client.mkdirp(ROOT, (error) => {
      if (error !== null && error !== undefined) return;
      client.create(`${ROOT}/c-`, Buffer.from(this.name), OPEN, CreateMode.EPHEMERAL_SEQUENTIAL, (failure, path) => {
        if (client !== this.client || (failure !== null && failure !== undefined)) return;
        this.mine = path.slice(ROOT.length + 1);
        this.look(client);
      });
    });
  }

  private look(client: Client): void {
    if (client !== this.client || this.mine === '') return;
    client.getChildren(ROOT, (error, children) => {
      if (client !== this.client || (error !== null && error !== undefined)) return;
      const before = children
        .filter((child) => child < this.mine)
        .sort()
        .at(-1);
      if (before === undefined) {
        this.setLeads(children.includes(this.mine));
        return;
      }
      const again = (): void => this.look(client);
      client.exists(`${ROOT}/${before}`, again, (failure, stat) => {
        if (failure === null || failure === undefined) {
          if (stat === null || stat === undefined) again();
          else this.setLeads(false);
        }
      });
    });
  }
}

/** The classic mistake: whoever was elected leads until it says otherwise, whatever became of its session. */
export class CarelessCandidate extends Candidate {
  protected override onDoubt(): void {
    // "The connection will come back."
  }

  protected override onExpired(): void {
    // "Our node will still be there."
  }
}
