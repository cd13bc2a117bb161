import { SignerError, SignerHost, type SignerMethod, type SignerRequests } from "./SignerHost";

/** Frames between page and signer. */
export interface SignerRequestFrame {
  id: number;
  method: SignerMethod;
  input: SignerRequests[SignerMethod]["input"];
}
export interface SignerReplyFrame {
  id: number;
  output?: unknown;
  error?: { code: string; message: string };
}

const host = new SignerHost();

self.addEventListener("message", (event: MessageEvent<SignerRequestFrame>) => {
  const { id, method, input } = event.data;
  host.handle(method, input).then(
    (output) => self.postMessage({ id, output } satisfies SignerReplyFrame),
    (error: unknown) => {
      const code = error instanceof SignerError ? error.code : "failed";
      const message = error instanceof Error ? error.message : String(error);
      self.postMessage({ id, error: { code, message } } satisfies SignerReplyFrame);
    },
  );
});
