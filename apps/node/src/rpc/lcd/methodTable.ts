import type { GrpcAnswer } from "./answerRest.js";

/** gRPC methods by `/package.Service/Method`. */
export type MethodTable = Readonly<
  Record<string, (request: Uint8Array) => GrpcAnswer | Promise<GrpcAnswer>>
>;

export function ok(value: Uint8Array): GrpcAnswer {
  return { code: 0, value, message: "" };
}

export function refused(code: number, message: string): GrpcAnswer {
  return { code, value: new Uint8Array(), message };
}
