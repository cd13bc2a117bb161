import type { Socket } from "node:net";
import type { WebSocket } from "ws";

/** Where a connection writes its finished frames. */
export interface Transport {
  readonly isOpen: boolean;
  /** Bytes handed over and not yet taken by the network. */
  readonly bufferedBytes: number;
  write(frames: Buffer): void;
  close(code: number, reason: string): void;
}

/** Time that a closing handshake may take before the socket is destroyed. */
const CLOSE_GRACE_MS = 2_000;

/**
 * Writes frames directly to the TCP socket: `ws` would need one call and one header allocation per
 * frame. It still parses what the client sends and writes control frames, which is safe because
 * both sides write whole frames.
 */
export class WebSocketTransport implements Transport {
  constructor(
    private readonly socket: Socket,
    private readonly webSocket: WebSocket,
  ) {}

  get isOpen(): boolean {
    return this.webSocket.readyState === this.webSocket.OPEN && !this.socket.destroyed;
  }

  get bufferedBytes(): number {
    return this.socket.writableLength;
  }

  write(frames: Buffer): void {
    this.socket.write(frames);
  }

  close(code: number, reason: string): void {
    this.webSocket.close(code, reason);
    // A client that does not read will not answer either.
    setTimeout(() => this.webSocket.terminate(), CLOSE_GRACE_MS).unref();
  }
}
