/**
 * The chain's REST (LCD) face: paths of the gRPC gateway over gRPC methods. `answerRest` is pure
 * and may be put over a bare engine (the replay of recorded answers does); the server adds the
 * methods that need a node: blocks, transactions, broadcasting.
 */
export {
  answerRest,
  type GrpcAnswer,
  type GrpcHandler,
  type RestAnswer,
  type RestRequest,
} from "./answerRest.js";
