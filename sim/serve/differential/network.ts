/** How a driver reaches the servers under test: over TCP, or in memory. */

/** What a connection tells its owner. */
export interface LineListener {
  onBytes(bytes: Uint8Array): void;
  /** The server has hung up, or never took the connection. Nothing follows. */
  onClosed(): void;
}

/** The client's end of one connection. */
export interface Line {
  write(bytes: Uint8Array): void;
  /** Nothing more will be written; what the server sends is still heard. */
  finish(): void;
  /** Hangs up; the listener hears nothing more. */
  hangUp(): void;
}

export interface Network {
  readonly servers: number;
  open(server: number, listener: LineListener): Line;
  /** Waits for something that arriving bytes and closes bring about; false when it has not come within the bound. */
  until(met: () => boolean, withinMs: number): Promise<boolean>;
  /** Wall clock of the servers, in milliseconds of the epoch. */
  nowMs(): number;
  /** What a server answers to a four-letter word on a connection of its own; null: nothing. */
  word(server: number, word: string): Promise<string | null>;
}
